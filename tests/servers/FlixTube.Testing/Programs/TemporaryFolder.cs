namespace FlixTube.Testing.Programs;

/// <summary>A new empty folder that goes away, with everything in it, when it is disposed of.</summary>
/// <remarks>Give it to <see cref="ChildProcess"/> too, and it goes away also when the test run is killed.</remarks>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => FullPath = Directory.CreateTempSubdirectory("flixtube-").FullName;

    public string FullPath { get; }

    /// <summary>The full path of something in the folder.</summary>
    public string PathOf(params ReadOnlySpan<string> segments) => Path.Combine([FullPath, .. segments]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Disposed of before.
        }
    }
}
