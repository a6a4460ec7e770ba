using FlixTube.Storage.Caching.Versions;

namespace FlixTube.Storage.Caching.Fetching;

/// <summary>
/// The fetches that run over one store: who wants what is being fetched joins. They end with their viewers, so that none
/// outlives the viewers of its store. Thread-safe.
/// </summary>
internal sealed class Fetches(IVideoStore store, string identity, int number, SliceCache cache)
{
    // So many slices ahead are looked at for one that is there already; further on it is looked at when the fetch comes there.
    private const int MostLookedAt = 1024;

    // So many slices behind a fetch a viewer still counts on it, and keeps it from ending.
    private const int MostBehind = 32;

    private static readonly List<Fetch> None = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<VideoPath, List<Fetch>> _running = [];

    public IVideoStore Store => store;

    public string Identity => identity;

    public SliceCache Cache => cache;

    /// <summary>A fetch with the caller as a viewer that comes to a slice of a version, up to the byte <paramref name="end"/> or a slice that is there.</summary>
    /// <param name="video">What is known of the path.</param>
    /// <param name="version">The version.</param>
    /// <param name="index">The slice.</param>
    /// <param name="end">Where the caller ends.</param>
    /// <param name="isThere">Whether the slice has come into memory meanwhile; then there is no fetch.</param>
    /// <returns>Also whether it was joined; <c>null</c> when all memory is in use.</returns>
    public (Fetch Fetch, bool IsJoined)? JoinOrStart(CachedVideo video, CachedVersion version, int index, long end, out bool isThere)
    {
        isThere = false;
        var start = version.StartOf(index);
        lock (_lock)
        {
            foreach (var running in RunningOn(version.Properties.Path))
            {
                if (running.TryAttach(version, start))
                    return (running, true);
            }

            // A fetch shows a slice before it goes on.
            isThere = cache.Memory.Contains(version.KeyOf(index));
            if (isThere)
                return null;

            end = EndOfGap(version, index, end);
            return Start(new FetchOrder(this, version.Properties.Path, video, version, version.Properties.ETag, ByteRange.Slice(start, end - start), start, end));
        }
    }

    /// <summary>A fetch with the caller as a viewer that is not far ahead of it, before <paramref name="end"/>; <c>null</c> when there is none.</summary>
    public Fetch? JoinBehind(CachedVersion version, long position, long end)
    {
        if (_running.Count == 0)
            return null;

        var distance = Math.Min(end - position, (long)MostBehind * cache.SliceBytes);
        lock (_lock)
        {
            foreach (var running in RunningOn(version.Properties.Path))
            {
                if (running.TryAttachBehind(version, position, distance))
                    return running;
            }
        }

        return null;
    }

    /// <summary>A fetch with the caller as a viewer that asks for the present version: one that began lately, or a new one.</summary>
    /// <param name="video">What is known of the path.</param>
    /// <param name="path">The path.</param>
    /// <param name="options">What the caller was asked for.</param>
    /// <param name="age">How long ago one may have begun to be joined.</param>
    /// <param name="known">What the store has said meanwhile, if it has; then there is no fetch.</param>
    /// <returns>Also whether it was joined; <c>null</c> when all memory is in use.</returns>
    public (Fetch Fetch, bool IsJoined)? JoinOrOpen(CachedVideo video, VideoPath path, ReadOptions options, TimeSpan age, out StoreWord? known)
    {
        known = null;
        lock (_lock)
        {
            foreach (var running in RunningOn(path))
            {
                if (running.AsksFor(video, age) && running.TryAttach())
                    return (running, true);
            }

            // A fetch tells what the store said before it ends.
            if (video.Word is { Version: { } version } word && cache.Age(word.AskedAt) < age
                && (options.IfMatch is null || string.Equals(options.IfMatch, version.Properties.ETag, StringComparison.Ordinal)))
            {
                known = word;
                return null;
            }

            var (aligned, start, end) = Align(options.Range);
            return Start(new FetchOrder(this, path, video, Version: null, options.IfMatch, aligned, start, end));
        }
    }

    public void Forget(VideoPath path, CachedVideo video) => cache.Videos.Forget(new VideoKey(number, path), video);

    public void Remove(Fetch fetch)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(fetch.Path, out var running) && running.Remove(fetch) && running.Count == 0)
                _running.Remove(fetch.Path);
        }
    }

    public void StopAll()
    {
        Fetch[] running;
        lock (_lock)
            running = [.. _running.Values.SelectMany(static fetches => fetches)];

        foreach (var fetch in running)
            fetch.Stop();
    }

    private (Fetch Fetch, bool IsJoined)? Start(FetchOrder order)
    {
        // What is paid for must have a place.
        if (cache.Memory.TryRent(default, 0, cache.SliceBytes) is not { } room)
            return null;

        room.Release();
        var fetch = new Fetch(order);
        if (!_running.TryGetValue(order.Path, out var running))
            _running[order.Path] = running = [];

        running.Add(fetch);
        fetch.Start();
        return (fetch, false);
    }

    private List<Fetch> RunningOn(VideoPath path) => _running.TryGetValue(path, out var running) ? running : None;

    private long EndOfGap(CachedVersion version, int index, long end)
    {
        var last = version.IndexOf(end - 1);
        var most = (int)Math.Min(last, (long)index + MostLookedAt);
        for (var next = index + 1; next <= most; next++)
        {
            if (cache.Has(version.KeyOf(next)))
                return version.StartOf(next);
        }

        return version.StartOf(last) + version.LengthOf(last);
    }

    private (ByteRange? Range, long Start, long End) Align(ByteRange? range)
    {
        long slice = cache.SliceBytes;
        switch (range)
        {
            case null:
                return (null, 0, long.MaxValue);

            // Nobody can have it: the store may say so.
            case { IsSuffix: true, Length: 0 }:
                return (range, 0, long.MaxValue);

            case { IsSuffix: true, Length: { } length }:
                return (ByteRange.Suffix(length > long.MaxValue - slice ? long.MaxValue : length + slice - 1), 0, long.MaxValue);

            case { Length: null, Offset: var offset }:
                return (ByteRange.From(offset - (offset % slice)), offset - (offset % slice), long.MaxValue);

            case { Offset: var offset, Length: { } length }:
                var start = offset - (offset % slice);
                var end = offset + length;
                var rest = end % slice == 0 ? 0 : slice - (end % slice);
                return end > long.MaxValue - rest
                    ? (ByteRange.From(start), start, long.MaxValue)
                    : (ByteRange.Slice(start, end + rest - start), start, end + rest);
        }
    }
}
