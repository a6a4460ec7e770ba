using FlixTube.Storage.Caching.Versions;

namespace FlixTube.Storage.Caching.Fetching;

/// <summary>What a fetch is to ask the store, and what the answer means.</summary>
/// <param name="Fetches">Where it runs.</param>
/// <param name="Path">The video.</param>
/// <param name="Video">What is known of the path.</param>
/// <param name="Version">The one version wanted; <c>null</c> when the present one is not known.</param>
/// <param name="IfMatch">The pin.</param>
/// <param name="Range">The bytes, from the edge of a slice to the edge of a slice; <c>null</c> for all.</param>
/// <param name="Start">The first byte, 0 for a suffix.</param>
/// <param name="End">The byte after the last; <see cref="long.MaxValue"/> for the end of the video.</param>
internal sealed record FetchOrder(Fetches Fetches, VideoPath Path, CachedVideo Video, CachedVersion? Version, string? IfMatch, ByteRange? Range, long Start, long End)
{
    public SliceCache Cache => Fetches.Cache;

    /// <summary>The timestamp at which the store is asked.</summary>
    public long AskedAt { get; } = Fetches.Cache.Time.GetTimestamp();

    public Task<VideoRead> OpenAsync(CancellationToken cancellationToken)
    {
        Cache.Metrics.Fetching();
        return Fetches.Store.OpenReadAsync(Path, new ReadOptions { Range = Range, IfMatch = IfMatch }, cancellationToken);
    }

    /// <summary>Looks whether the answer is one to the question, and remembers what it says of the video.</summary>
    /// <exception cref="VideoStoreException">It is not.</exception>
    public CachedVersion Check(VideoRead read)
    {
        if (IfMatch is not null && !string.Equals(IfMatch, read.Properties.ETag, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(Path);

        var version = new CachedVersion(Fetches.Identity, read.Properties, Cache.SliceBytes);
        var length = read.Properties.Length;
        var served = new ServedRange(0, length);
        if ((Range?.TryResolve(length, out served) ?? true) && served != read.Range)
            throw new VideoStoreException(VideoStoreError.Internal, $"The store was asked for the bytes {Range} of '{Path}' and serves {read.Range}.") { Path = Path };

        Cache.Learn(Video, new StoreWord(version, AskedAt), Fetches.Identity, Path);
        return version;
    }

    /// <summary>Where the first slice begins that is whole in the answer.</summary>
    public long FirstSliceOf(ServedRange served) => (served.Offset + Cache.SliceBytes - 1) / Cache.SliceBytes * Cache.SliceBytes;

    /// <summary>Passes over what is before the first slice, of which a suffix has some.</summary>
    public async Task SkipAsync(VideoRead read, long position, CancellationToken cancellationToken)
    {
        var rest = Math.Min(position, read.Range.End) - read.Range.Offset;
        if (rest <= 0)
            return;

        var buffer = new byte[Math.Min(rest, 64 * 1024)];
        while (rest > 0)
        {
            var count = await read.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length)), cancellationToken).ConfigureAwait(false);
            rest -= count > 0 ? count : throw new VideoStoreException(VideoStoreError.Internal, $"The body of '{Path}' ended before its end.") { Path = Path };
        }
    }

    /// <summary>What viewers are told, who may be told nothing but a <see cref="VideoStoreException"/>.</summary>
    public VideoStoreException Translate(Exception failure, bool wasStopped) => failure switch
    {
        VideoStoreException e => e,
        _ when wasStopped => new VideoStoreException(VideoStoreError.Unavailable, $"The store of '{Path}' was closed.", failure) { Path = Path },
        _ => new VideoStoreException(VideoStoreError.Internal, $"The store of '{Path}' failed in a way that it should not.", failure) { Path = Path },
    };

    public void Ended(Fetch fetch, Exception? failure)
    {
        switch (failure)
        {
            case VideoStoreException { Error: VideoStoreError.NotFound }:
                Cache.Learn(Video, new StoreWord(Version: null, AskedAt), Fetches.Identity, Path);
                break;
            case VideoStoreException { Error: VideoStoreError.PreconditionFailed } when Version is not null:
                Fetches.Forget(Path, Video);
                break;
        }

        Fetches.Remove(fetch);
    }
}
