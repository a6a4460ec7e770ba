using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Pages;

/// <summary>A file of the repository that is made from code, and must be what the code makes.</summary>
internal static class GeneratedPage
{
    private const string UpdateVariable = "UPDATE_DOCS";

    /// <param name="file">The file, from the root of the repository.</param>
    /// <param name="text">What it must be.</param>
    /// <param name="test">The name of the test that asks.</param>
    public static async Task CheckAsync(string file, string text, string test)
    {
        var path = Repository.PathOf(file.Split('/'));
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            await File.WriteAllTextAsync(path, text);

        Assert.That(
            File.Exists(path) ? await File.ReadAllTextAsync(path) : "",
            Is.EqualTo(text),
            $"To make it current: {UpdateVariable}=1 dotnet test tests/FlixTube.Packages.Tests --filter Name~{test}");
    }
}
