namespace FlixTube.Storage.Copying;

/// <summary>How far work over many videos has come. Thread-safe; the numbers can be read while they change.</summary>
public sealed class TransferProgress
{
    private long _videosTotal;
    private long _bytesTotal;
    private long _videosDone;
    private long _bytesDone;
    private long _bytesMoved;
    private volatile bool _isCounted;

    /// <summary>How many videos there are, as far as <see cref="CountAsync"/> has counted.</summary>
    public long VideosTotal => Interlocked.Read(ref _videosTotal);

    /// <summary>How many bytes they have, as far as <see cref="CountAsync"/> has counted.</summary>
    public long BytesTotal => Interlocked.Read(ref _bytesTotal);

    /// <summary>Whether <see cref="CountAsync"/> has counted to the end, so that the totals are known.</summary>
    public bool IsCounted => _isCounted;

    /// <summary>How many videos are finished, whatever became of them.</summary>
    public long VideosDone => Interlocked.Read(ref _videosDone);

    /// <summary>
    /// How many bytes of videos are done with: all of those finished, and what has been moved of those under way. A byte
    /// that is also read back counts half until it is. It goes back when a copy must be begun again.
    /// </summary>
    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>
    /// As <see cref="BytesDone"/>, but only what was really moved, without what did not have to be; it never goes back. Its
    /// growth is the speed of the work.
    /// </summary>
    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    /// <summary>
    /// Counts the videos of a store, one page in memory at a time, so that there are totals; to be run beside the work.
    /// </summary>
    /// <exception cref="VideoStoreException">The store could not be listed to the end; the totals stay unknown.</exception>
    public async Task CountAsync(IVideoStore store, string? prefix = null, CancellationToken cancellationToken = default)
    {
        await foreach (var video in store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (VideoStoreProbe.IsReserved(video.Path))
                continue;

            Interlocked.Increment(ref _videosTotal);
            Interlocked.Add(ref _bytesTotal, video.Length);
        }

        _isCounted = true;
    }

    internal void Move(long bytes)
    {
        Interlocked.Add(ref _bytesDone, bytes);
        Interlocked.Add(ref _bytesMoved, bytes);
    }

    internal void Undo(long bytes) => Interlocked.Add(ref _bytesDone, -bytes);

    internal void Finish(long remaining)
    {
        Interlocked.Add(ref _bytesDone, remaining);
        Interlocked.Increment(ref _videosDone);
    }
}
