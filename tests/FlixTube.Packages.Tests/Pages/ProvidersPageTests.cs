using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Pages;

/// <summary>What docs/providers.md tells people to write is what samples/OwnProvider has, which other tests build and run.</summary>
internal sealed class ProvidersPageTests
{
    private const string Fence = "```csharp\n";

    [TestCaseSource(nameof(Blocks))]
    public void Code_of_the_page_is_in_the_sample_word_for_word(string block)
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("samples", "OwnProvider"), "*.cs").Select(File.ReadAllText);

        Assert.That(sources.Any(source => source.Contains(block, StringComparison.Ordinal)), $"samples/OwnProvider has not:\n{block}");
    }

    [Test]
    public void Page_has_code() => Assert.That(Blocks().Count(), Is.GreaterThanOrEqualTo(6));

    private static IEnumerable<string> Blocks() =>
        File.ReadAllText(Repository.PathOf("docs", "providers.md")).Split(Fence).Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]);
}
