using NUnit.Framework;

namespace FlixTube.Testing.Programs;

/// <summary>A program that a test needs and that the machine may lack.</summary>
public static class Tool
{
    /// <summary>
    /// The full path of a program on the search path. When it is missing, the test is skipped with the command that installs
    /// it; under <c>CI=true</c>, where nothing may be missing, the test fails.
    /// </summary>
    public static string Require(string program, string howToInstall)
    {
        var path = Find(program);
        if (path is not null)
            return path;

        var message = $"This test needs {program}. To install it: {howToInstall}";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(message);
        Assert.Ignore(message);
        throw new InvalidOperationException(message);
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
