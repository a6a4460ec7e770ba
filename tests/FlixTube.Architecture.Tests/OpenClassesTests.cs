using FlixTube.Architecture.Tests.Rules;
using FlixTube.Architecture.Tests.Samples;

namespace FlixTube.Architecture.Tests;

internal sealed class OpenClassesTests
{
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Program"] = "The compiler makes it of the host's top-level statements.",
    };

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void A_class_is_sealed_abstract_or_static(ProjectFile project) =>
        Assert.That(OpenClasses.Of(Repository.Assembly(project.Name).GetTypes()).Except(Allowed.Keys), Is.Empty);

    [Test]
    public void What_is_allowed_to_be_open_exists() =>
        Assert.That(Allowed.Keys, Is.SubsetOf(Repository.SourceProjects.SelectMany(p => OpenClasses.Of(Repository.Assembly(p.Name).GetTypes()))));

    [Test]
    public void An_open_class_is_found() =>
        Assert.That(OpenClasses.Of([typeof(Open), typeof(Abstract), typeof(Closed), typeof(Enumerable)]), Is.EqualTo(new[] { typeof(Open).FullName }));
}
