using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Files;

/// <summary>
/// A file that is being written and that nobody sees. Whatever is not moved to its place before the disposal is
/// removed. While it is open it holds a shared lock, by which <see cref="LeftOvers"/> knows that its writer lives.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const int Attempts = 10;

    // What the coarsest file system (FAT) rounds times to.
    private static readonly TimeSpan CoarsestTime = TimeSpan.FromSeconds(2);

    private readonly SafeFileHandle _handle;
    private long _length;

    private TemporaryFile(string fullPath, SafeFileHandle handle)
    {
        FullPath = fullPath;
        _handle = handle;
    }

    public string FullPath { get; }

    /// <summary>The version that its bytes are, after <see cref="Finish"/>.</summary>
    public FileVersion Version { get; private set; }

    public static TemporaryFile Create(StoreFolder folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Join(folder.Temporary, Guid.NewGuid().ToString("n"));
            try
            {
                var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
                if (File.Exists(path))
                    return new(path, handle);

                handle.Dispose();
            }
            catch (IOException e) when (attempt < Attempts && FileErrors.MeansLocked(e))
            {
                // As above: a store that starts took it for a left-over in the moment before it was locked here.
            }
        }
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_handle, bytes, _length, cancellationToken).ConfigureAwait(false);
        _length += bytes.Length;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, _length);
        _length += bytes.Length;
    }

    /// <summary>Makes the bytes survive a loss of power.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_handle);

    /// <summary>Makes the bytes a version of their own, other than <paramref name="replaced"/>, that survives a loss of power.</summary>
    public void Finish(VersionClock clock, FileVersion? replaced)
    {
        Stamp(clock.Next(replaced));
        if (replaced is { } old && Version.Ticks <= old.Ticks)
            Stamp(old.Ticks + CoarsestTime.Ticks);

        Flush();
    }

    public void Dispose()
    {
        _handle.Dispose();
        try
        {
            File.Delete(FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next store that starts sweeps it away.
        }
    }

    private void Stamp(long ticks)
    {
        File.SetLastWriteTimeUtc(_handle, new DateTime(ticks, DateTimeKind.Utc));
        Version = FileEntry.Of(_handle).Version;
    }
}
