using FlixTube.Architecture.Tests.Rules;
using FlixTube.Architecture.Tests.Samples;

namespace FlixTube.Architecture.Tests;

internal sealed class CloudSdkTests
{
    private static readonly string[] Clouds = [.. CloudSdk.All.Select(sdk => sdk.Namespace)];

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void Compiled_code_names_no_clouds_type_but_a_providers_own(ProjectFile project) =>
        Assert.That(CloudSdk.TypesNamedIn(Repository.AssemblyPath(project.Name), ForeignTo(project)), Is.Empty);

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void Source_text_names_no_clouds_namespace_but_a_providers_own(ProjectFile project)
    {
        var mentions =
            from file in Repository.Files(Path.GetDirectoryName(project.Path)!, "*.cs")
            let text = File.ReadAllText(file)
            from space in ForeignTo(project)
            from mention in CloudSdk.Mentions(text, space)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {mention}";

        Assert.That(mentions, Is.Empty);
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void No_public_signature_shows_a_clouds_type_nor_a_packages_one_a_web_servers(ProjectFile project)
    {
        string[] hidden = project.IsPackable ? [.. Clouds, "Microsoft.AspNetCore"] : Clouds;

        Assert.That(PublicSurface.Leaks(Repository.Assembly(project.Name).GetTypes(), hidden), Is.Empty);
    }

    [TestCase(typeof(ReturnsOne))]
    [TestCase(typeof(TakesOne))]
    [TestCase(typeof(IsMadeOfOne))]
    [TestCase(typeof(HasOne))]
    [TestCase(typeof(HoldsOne))]
    [TestCase(typeof(IsOne))]
    [TestCase(typeof(ActsAsOne))]
    [TestCase(typeof(WantsOne<>))]
    [TestCase(typeof(WantsOneInAMethod))]
    [TestCase(typeof(HasManyInAGeneric))]
    [TestCase(typeof(GivesOneByReference))]
    [TestCase(typeof(TellsOfOne))]
    [TestCase(typeof(GivesOneToHeirs))]
    public void A_clouds_type_in_a_public_signature_is_found(Type wrong) =>
        Assert.That(PublicSurface.Leaks([wrong], Clouds), Is.Not.Empty.And.All.Contains("Azure.Sample."));

    [Test]
    public void A_clouds_type_that_nobody_sees_is_not_complained_of() =>
        Assert.That(PublicSurface.Leaks([typeof(KeepsOneToItself)], Clouds), Is.Empty);

    [Test]
    public void A_type_that_compiled_code_names_is_found()
    {
        var named = CloudSdk.TypesNamedIn(typeof(CloudSdkTests).Assembly.Location, ["NUnit"]);

        Assert.That(named, Does.Contain("NUnit.Framework.TestAttribute").And.All.StartsWith("NUnit."));
    }

    [TestCase("using Azure.Storage.Blobs;", "Azure.Storage")]
    [TestCase("throw new Azure.RequestFailedException();", "Azure.RequestFailedException")]
    [TestCase("List<global::Azure.Response> all;", "Azure.Response")]
    public void A_mention_in_a_source_text_is_found(string source, string mention) =>
        Assert.That(CloudSdk.Mentions(source, "Azure"), Is.EqualTo(new[] { mention }));

    [TestCase("using FlixTube.Storage.Azure;")]
    [TestCase("services.AddAzure(); // as in Azure.")]
    [TestCase("namespace FlixTube.Storage.Azure.Uploads;")]
    public void Our_own_names_are_no_mentions(string source) =>
        Assert.That(CloudSdk.Mentions(source, "Azure"), Is.Empty);

    private static string[] ForeignTo(ProjectFile project) =>
        [.. CloudSdk.All.Where(sdk => sdk.Project != project.Name).Select(sdk => sdk.Namespace)];
}
