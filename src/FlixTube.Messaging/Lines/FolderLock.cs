namespace FlixTube.Messaging.Lines;

/// <summary>Keeps a folder to one process. The operating system releases it when the process ends in whatever way.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="IOException">Another process has the folder, or it cannot be used.</exception>
    public FolderLock(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "lock");
        try
        {
            _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"The folder '{folder}' is in use by another process. Give each a folder of its own.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
