using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Files;

/// <summary>
/// Lets one writer at a time decide over a path: the conditions and the change are one step to all the others, in this
/// process and in others that use the folder. Paths share a fixed number of locks; one is held for milliseconds.
/// </summary>
internal sealed class PathLocks(StoreFolder folder, TimeProvider time)
{
    private const int Count = 64;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    // One set for all stores of the process: it costs nothing and spares those over the same folder the pauses.
    private static readonly SemaphoreSlim[] Locks = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.Timeout"/>: another process holds the lock and does not let go.</exception>
    public async ValueTask<IDisposable> AcquireAsync(VideoPath path, CancellationToken cancellationToken)
    {
        var index = SHA256.HashData(Encoding.UTF8.GetBytes(path.Value))[0] % Count;
        await Locks[index].WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Held(Locks[index], await LockFileAsync(path, index, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            Locks[index].Release();
            throw;
        }
    }

    private async ValueTask<SafeFileHandle> LockFileAsync(VideoPath path, int index, CancellationToken cancellationToken)
    {
        var file = Path.Join(folder.Locks, index.ToString("x2", CultureInfo.InvariantCulture));
        var start = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (FileErrors.MeansLocked(e))
            {
                if (time.GetElapsedTime(start) > LongestWait)
                    throw new VideoStoreException(VideoStoreError.Timeout, $"Another process has held the lock '{file}' for {LongestWait.TotalSeconds} seconds.", e) { Path = path };
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Held(SemaphoreSlim @lock, SafeFileHandle file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            @lock.Release();
        }
    }
}
