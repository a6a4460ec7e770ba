using FlixTube.Deploy.Tests.Checking;
using FlixTube.Deploy.Tests.Reading;

namespace FlixTube.Deploy.Tests;

/// <summary>A typo in any file of <c>deploy/</c> is found: the checks are checked.</summary>
internal sealed class TypoTests
{
    // Programs, which are run by other tests.
    private static readonly string[] Programs = [".sh", ".cs", ".js"];

    private readonly DeployFolder _deploy = new();
    private readonly SyntaxChecker _syntax = new();

    private static string[] Folders => ["container", "compose", .. KubernetesCheck.Clouds.Select(static cloud => $"kubernetes/overlays/{cloud}"), KubernetesCheck.Base, .. TerraformCheck.Clouds.Select(static cloud => $"terraform/{cloud}")];

    [OneTimeTearDown]
    public void Close()
    {
        _syntax.Dispose();
        _deploy.Dispose();
    }

    [TestCaseSource(nameof(Folders))]
    public async Task Some_typos_in_each_file_are_found(string folder) => Assert.That((await TryAsync(folder, atMost: 2)).Overlooked, Is.Empty);

    [TestCaseSource(nameof(Folders)), Category("Soak")]
    public async Task Nine_of_ten_typos_are_found(string folder)
    {
        // What is left are names that nobody refers to, free text, and numbers that are as good as others.
        var (tried, overlooked) = await TryAsync(folder, atMost: int.MaxValue);
        await TestContext.Out.WriteLineAsync($"{tried - overlooked.Count} of {tried} were found, but not: {string.Join(", ", overlooked)}");
        Assert.That(overlooked, Has.Count.LessThanOrEqualTo(tried / 10));
    }

    private async Task<(int Tried, List<string> Overlooked)> TryAsync(string folder, int atMost)
    {
        var tried = 0;
        var overlooked = new List<string>();
        foreach (var file in _deploy.Files(folder).Where(static file => !Programs.Contains(Path.GetExtension(file))))
        {
            var right = _deploy.Read(file);
            var typos = Typo.In(file, right).ToList();
            var step = Math.Max(1, typos.Count / atMost);
            Assert.That(typos, Is.Not.Empty, file);
            foreach (var typo in typos.Where((_, i) => i % step == 0))
            {
                tried++;
                _deploy.Write(file, typo.Text);
                if (!await IsFoundAsync(folder))
                    overlooked.Add(typo.ToString());
            }

            _deploy.Write(file, right);
        }

        return (tried, overlooked);
    }

    private async Task<bool> IsFoundAsync(string folder) => folder switch
    {
        "container" => ContainerCheck.Problems(_deploy).Any(),
        "compose" => ComposeCheck.Problems(_deploy, _syntax).Any(),
        KubernetesCheck.Base => (await KubernetesCheck.ProblemsAsync(_deploy, _syntax, "azure")).Count > 0,
        _ when folder.StartsWith("kubernetes", StringComparison.Ordinal) => (await KubernetesCheck.ProblemsAsync(_deploy, _syntax, Path.GetFileName(folder))).Count > 0,
        _ => TerraformCheck.Problems(_deploy, _syntax, Path.GetFileName(folder)).Any(),
    };
}
