namespace FlixTube.Storage.S3.Tests.Support;

/// <summary>Changes variables of the environment and puts them back.</summary>
internal sealed class TestEnvironment : IDisposable
{
    private readonly (string Name, string? Value)[] _before;

    public TestEnvironment(params (string Name, string? Value)[] variables)
    {
        _before = [.. variables.Select(variable => (variable.Name, Environment.GetEnvironmentVariable(variable.Name)))];
        Set(variables);
    }

    public void Dispose() => Set(_before);

    private static void Set((string Name, string? Value)[] variables)
    {
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
    }
}
