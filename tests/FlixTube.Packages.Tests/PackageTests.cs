using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using FlixTube.Packages.Tests.Packing;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests;

/// <summary>What somebody finds who opens a package.</summary>
internal sealed class PackageTests
{
    private const string Repository = "https://github.com/flixtube/flixtube-storage";

    // What a package brings to its users is written down here, so that nothing comes along unnoticed.
    private static readonly Dictionary<string, string[]> Dependencies = new()
    {
        ["FlixTube.Catalog"] =
        [
            "FlixTube.Storage.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
        ],
        ["FlixTube.Catalog.Conformance"] = ["FlixTube.Catalog", "NUnit"],
        ["FlixTube.Catalog.MongoDB"] =
        [
            "FlixTube.Catalog", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options.ConfigurationExtensions",
        ],
        ["FlixTube.Storage"] =
        [
            "FlixTube.Storage.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
        ],
        ["FlixTube.Storage.Abstractions"] = [],
        ["FlixTube.Storage.Azure"] = ["Azure.Core", "Azure.Identity", "Azure.Storage.Blobs", "FlixTube.Storage", "FlixTube.Storage.Abstractions"],
        ["FlixTube.Storage.Conformance"] = ["FlixTube.Storage.Abstractions", "NUnit"],
        ["FlixTube.Storage.Gcp"] = ["FlixTube.Storage", "FlixTube.Storage.Abstractions", "Google.Apis.Auth", "Microsoft.Extensions.Configuration.Binder"],
        ["FlixTube.Storage.Http"] = ["FlixTube.Storage", "FlixTube.Storage.Abstractions", "Microsoft.Extensions.Configuration.Binder"],
        ["FlixTube.Storage.S3"] = ["AWSSDK.Core", "AWSSDK.S3", "FlixTube.Storage", "FlixTube.Storage.Abstractions"],
    };

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Package_holds_the_assembly_its_documentation_and_what_feeds_show_and_nothing_else(string name)
    {
        var package = await PackedClones.PackageAsync(name);

        Assert.That(package.Files(), Is.EquivalentTo((string[])
        [
            "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", .. Container(name),
        ]));
        Assert.That(package.SymbolFiles(), Is.EquivalentTo((string[])[$"lib/net10.0/{name}.pdb", .. Container(name)]));
    }

    [Test]
    public async Task Version_that_would_break_users_of_the_last_one_is_not_packed()
    {
        using var folder = new TemporaryFolder();
        var last = await PackedClones.FirstAsync();
        var next = await Clone.CreateAsync(folder.PathOf("next"), remote: null);
        var file = Path.Combine(next.Folder, "src", "FlixTube.Storage.Abstractions", "VideoPath.cs");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("public string FileName", "internal string FileName", StringComparison.Ordinal));

        Assert.That(
            () => Dotnet.RunAsync(
                next.Folder,
                [
                    "pack", "src/FlixTube.Storage.Abstractions", "--nologo", "--verbosity", "quiet", "-p:RunAnalyzers=false",
                    $"-p:PackageValidationBaselineVersion={PackedClones.Version}", $"-p:RestoreAdditionalProjectSources={last.Packages}",
                    $"-p:RestoreFallbackFolders={Dotnet.PackagesOfThisMachine}",
                ],
                ("NUGET_PACKAGES", folder.PathOf("packages"))),
            Throws.InvalidOperationException.With.Message.Contains("CP0002").And.Message.Contains("VideoPath.FileName"));
    }

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Package_says_what_it_is_whose_it_is_and_where_it_comes_from(string name)
    {
        var metadata = (await PackedClones.PackageAsync(name)).Metadata();
        var repository = metadata.Element("repository");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)metadata.Element("id"), Is.EqualTo(name));
            Assert.That((string?)metadata.Element("version"), Is.EqualTo(PackedClones.Version));
            Assert.That((string?)metadata.Element("authors"), Is.EqualTo("FlixTube"));
            Assert.That((string?)metadata.Element("description"), Has.Length.GreaterThan(40), "description");
            Assert.That((string?)metadata.Element("tags"), Does.StartWith("video storage"));
            Assert.That((string?)metadata.Element("license"), Is.EqualTo("MIT"));
            Assert.That((string?)metadata.Element("license")?.Attribute("type"), Is.EqualTo("expression"));
            Assert.That((string?)metadata.Element("readme"), Is.EqualTo("README.md"));
            Assert.That((string?)metadata.Element("icon"), Is.EqualTo("icon.png"));
            Assert.That((string?)metadata.Element("projectUrl"), Is.EqualTo(Repository));
            Assert.That((string?)repository?.Attribute("type"), Is.EqualTo("git"));
            Assert.That((string?)repository?.Attribute("url"), Is.EqualTo(Repository));
            Assert.That((string?)repository?.Attribute("commit"), Is.EqualTo(await (await PackedClones.FirstAsync()).CommitAsync()));
        }
    }

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Package_depends_on_what_it_names_and_on_nothing_else(string name)
    {
        Assert.That(Dependencies, Does.ContainKey(name), "The package is new: say here what it depends on.");
        var groups = (await PackedClones.PackageAsync(name)).Metadata().Elements("dependencies").Elements("group").ToList();
        var dependencies = groups.Elements("dependency").ToList();

        Assert.That(groups.Select(group => (string?)group.Attribute("targetFramework")), Is.EqualTo(new[] { "net10.0" }));
        Assert.That(dependencies.Select(IdOf), Is.EquivalentTo(Dependencies[name]));
        Assert.That(
            dependencies.Where(d => IdOf(d).StartsWith("FlixTube.", StringComparison.Ordinal)).Select(d => (string?)d.Attribute("version")),
            Is.All.EqualTo(PackedClones.Version));
    }

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Package_shows_a_readme_with_an_example_and_an_icon(string name)
    {
        var package = await PackedClones.PackageAsync(name);
        var readme = Encoding.UTF8.GetString(package.Content("README.md"));
        var icon = package.Content("icon.png");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(readme, Does.StartWith($"# {name}\n"));
            Assert.That(readme, Does.Contain("```csharp\n"));
            Assert.That(readme, Does.Not.Contain("](../").And.Not.Contain("](docs"), "a link that leads nowhere on a feed");
            Assert.That(icon[..8], Is.EqualTo(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 }), "PNG");
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), Is.EqualTo(128), "width");
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)), Is.EqualTo(128), "height");
            Assert.That(icon, Has.Length.LessThan(16 * 1024));
        }
    }

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Package_documents_its_types(string name)
    {
        var documentation = XDocument.Parse(Encoding.UTF8.GetString((await PackedClones.PackageAsync(name)).Content($"lib/net10.0/{name}.xml")).TrimStart('\uFEFF'));

        Assert.That((string?)documentation.Root?.Element("assembly")?.Element("name"), Is.EqualTo(name));
        Assert.That(
            documentation.Descendants("member").Where(member => ((string?)member.Attribute("name"))?.StartsWith("T:FlixTube.", StringComparison.Ordinal) == true),
            Is.Not.Empty);
    }

    private static string IdOf(XElement dependency) => (string)dependency.Attribute("id")!;

    private static string[] Container(string name) =>
        [$"{name}.nuspec", "[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/nuget.psmdcp"];
}
