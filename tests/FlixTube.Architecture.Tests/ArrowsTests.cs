using FlixTube.Architecture.Tests.Rules;

namespace FlixTube.Architecture.Tests;

internal sealed class ArrowsTests
{
    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void A_project_references_only_what_it_may(ProjectFile project) =>
        Assert.That(Arrows.WrongReferences(project.Name, project.References), Is.Empty);

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void An_assembly_references_only_what_it_may(ProjectFile project) =>
        Assert.That(Arrows.WrongReferences(project.Name, AssembliesNamedBy(project)), Is.Empty);

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void A_project_uses_only_packages_that_it_may(ProjectFile project) =>
        Assert.That(Arrows.WrongPackages(project.Name, project.Packages), Is.Empty);

    [Test]
    public void The_contract_knows_nothing_but_the_base_class_library_and_abstractions()
    {
        var contract = Repository.SourceProjects.Single(p => p.Name == "FlixTube.Storage.Abstractions");
        var others = AssembliesNamedBy(contract).Where(name => !name.StartsWith("System.", StringComparison.Ordinal));

        Assert.That(Arrows.WrongPackages(contract.Name, others), Is.Empty);
    }

    [TestCase("FlixTube.Storage.Abstractions", "FlixTube.Storage")]
    [TestCase("FlixTube.Storage.Abstractions", "FlixTube.Catalog")]
    [TestCase("FlixTube.Storage", "FlixTube.Catalog")]
    [TestCase("FlixTube.Storage", "FlixTube.Storage.Azure")]
    [TestCase("FlixTube.Storage", "FlixTube.Host")]
    [TestCase("FlixTube.Catalog", "FlixTube.Storage")]
    [TestCase("FlixTube.Storage.Conformance", "FlixTube.Storage")]
    [TestCase("FlixTube.Storage.Azure", "FlixTube.Storage.S3")]
    [TestCase("FlixTube.Storage.S3", "FlixTube.Catalog")]
    [TestCase("FlixTube.Storage.Gcp", "FlixTube.Host")]
    [TestCase("FlixTube.Catalog.MongoDB", "FlixTube.Storage")]
    [TestCase("FlixTube.Host", "FlixTube.Storage.Conformance")]
    [TestCase("FlixTube.Host", "FlixTube.History")]
    [TestCase("FlixTube.History", "FlixTube.Host")]
    [TestCase("FlixTube.Service", "FlixTube.Messaging")]
    public void An_arrow_in_the_wrong_direction_is_found(string from, string to) =>
        Assert.That(Arrows.WrongReferences(from, [to]), Is.EqualTo(new[] { $"{from} -> {to}" }));

    [Test]
    public void A_project_without_rules_is_found() =>
        Assert.That(Arrows.WrongReferences("FlixTube.New", []), Has.One.Contains("FlixTube.New is new"));

    [TestCase("FlixTube.Storage.Abstractions", "Microsoft.Extensions.Logging")]
    [TestCase("FlixTube.Storage.Abstractions", "Newtonsoft.Json")]
    [TestCase("FlixTube.Storage", "Azure.Storage.Blobs")]
    [TestCase("FlixTube.Catalog", "MongoDB.Driver")]
    [TestCase("FlixTube.Storage.Conformance", "Moq")]
    [TestCase("FlixTube.Storage.Azure", "AWSSDK.S3")]
    [TestCase("FlixTube.Storage.S3", "Google.Apis")]
    [TestCase("FlixTube.Host", "Azure.Identity")]
    [TestCase("FlixTube.Host", "MongoDB.Driver")]
    public void A_package_in_the_wrong_place_is_found(string project, string package) =>
        Assert.That(Arrows.WrongPackages(project, [package]), Is.EqualTo(new[] { $"{project} -> {package}" }));

    [TestCase("FlixTube.Storage.Abstractions", "Microsoft.Extensions.Logging.Abstractions")]
    [TestCase("FlixTube.Storage.Conformance", "NUnit")]
    [TestCase("FlixTube.Storage.Azure", "Azure.Storage.Blobs")]
    [TestCase("FlixTube.Storage.S3", "AWSSDK.S3")]
    [TestCase("FlixTube.Storage.Gcp", "Google.Apis.Auth")]
    public void A_package_in_its_place_is_not_complained_of(string project, string package) =>
        Assert.That(Arrows.WrongPackages(project, [package]), Is.Empty);

    [Test]
    public void References_are_read_from_a_project_file()
    {
        var project = ProjectFile.Parse("/src/A/A.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <ProjectReference Include="..\B\B.csproj" />
                <ProjectReference Include="../C/C.csproj" />
                <PackageReference Include="D" />
                <PackageReference Update="E" />
              </ItemGroup>
            </Project>
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(project.References, Is.EqualTo(new[] { "B", "C" }));
            Assert.That(project.Packages, Is.EqualTo(new[] { "D" }));
            Assert.That(project.IsPackable, Is.False);
        }
    }

    private static IEnumerable<string> AssembliesNamedBy(ProjectFile project) =>
        Repository.Assembly(project.Name).GetReferencedAssemblies().Select(a => a.Name!);
}
