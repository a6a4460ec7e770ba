using FlixTube.Architecture.Tests.Rules;

namespace FlixTube.Architecture.Tests;

internal sealed class RepositoryTests
{
    [Test]
    public void The_solution_is_found_from_the_tests() =>
        Assert.That(Repository.SourceProjects.Select(p => p.Name), Is.SupersetOf(new[]
        {
            "FlixTube.Storage.Abstractions", "FlixTube.Storage", "FlixTube.Storage.Conformance", "FlixTube.Catalog", "FlixTube.Host",
        }));

    [Test]
    public void A_folder_outside_the_solution_is_an_error() =>
        Assert.That(() => Repository.FindRoot(Path.GetPathRoot(Repository.Root)!), Throws.TypeOf<DirectoryNotFoundException>());

    [TestCaseSource(typeof(Repository), nameof(Repository.SourceProjects))]
    public void Every_source_project_is_looked_at_by_these_tests(ProjectFile project) =>
        Assert.That(Repository.AssemblyPath(project.Name), Does.Exist, "Reference it in FlixTube.Architecture.Tests.csproj.");

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, Repository.SolutionName));

        Assert.That(NotNamed(solution, Repository.SourceProjects.Concat(Repository.TestProjects)), Is.Empty);
    }

    [Test]
    public void A_project_that_is_not_in_the_solution_is_found()
    {
        var lost = ProjectFile.Parse(Path.Combine(Repository.Root, "src", "Lost", "Lost.csproj"), "<Project/>");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(NotNamed("", [lost]), Is.EqualTo(new[] { @"src\Lost\Lost.csproj" }));
            Assert.That(NotNamed(@"Project(""{0}"") = ""Lost"", ""src\Lost\Lost.csproj"", ""{1}""", [lost]), Is.Empty);
        }
    }

    [Test]
    public void Every_package_has_tests_of_its_name() =>
        Assert.That(WithoutTests(Repository.SourceProjects, Repository.TestProjects), Is.Empty);

    [Test]
    public void A_package_without_tests_is_found()
    {
        var package = ProjectFile.Parse("/src/A/A.csproj", "<Project><PropertyGroup><IsPackable>true</IsPackable></PropertyGroup></Project>");
        var notPackaged = ProjectFile.Parse("/src/B/B.csproj", "<Project/>");
        var tests = ProjectFile.Parse("/tests/A.Tests/A.Tests.csproj", "<Project/>");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(WithoutTests([package, notPackaged], []), Is.EqualTo(new[] { "A" }));
            Assert.That(WithoutTests([package, notPackaged], [tests]), Is.Empty);
        }
    }

    private static IEnumerable<string> NotNamed(string solution, IEnumerable<ProjectFile> projects) =>
        from project in projects
        let path = Path.GetRelativePath(Repository.Root, project.Path).Replace('/', '\\')
        where !solution.Contains($"\"{path}\"", StringComparison.Ordinal)
        select path;

    private static IEnumerable<string> WithoutTests(IEnumerable<ProjectFile> source, IEnumerable<ProjectFile> tests) =>
        source.Where(p => p.IsPackable).Select(p => p.Name).Except(tests.Select(t => t.Name[..^".Tests".Length]));
}
