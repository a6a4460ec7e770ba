using System.Collections.Concurrent;

namespace FlixTube.Storage.Caching.Versions;

/// <summary>
/// The videos that something is known of: the last <paramref name="capacity"/> of them, those that are asked for again
/// longer. Thread-safe; finding one takes no lock.
/// </summary>
internal sealed class VideoTable(int capacity)
{
    private readonly ConcurrentDictionary<VideoKey, CachedVideo> _videos = new();
    private readonly ConcurrentQueue<(VideoKey Key, CachedVideo Video)> _order = new();

    public CachedVideo Get(VideoKey key)
    {
        if (!_videos.TryGetValue(key, out var video))
            video = Add(key);

        if (!video.WasUsed)
            video.WasUsed = true;

        return video;
    }

    /// <summary>From now on nothing is known of it.</summary>
    public void Forget(VideoKey key)
    {
        if (_videos.TryRemove(key, out var video))
            video.IsForgotten = true;
    }

    /// <summary>The same, unless it was forgotten and learned anew since.</summary>
    public void Forget(VideoKey key, CachedVideo video) => _videos.TryRemove(KeyValuePair.Create(key, video));

    private CachedVideo Add(VideoKey key)
    {
        var made = new CachedVideo();
        var video = _videos.GetOrAdd(key, made);
        if (video == made)
        {
            _order.Enqueue((key, made));
            Trim();
        }

        return video;
    }

    // A clock: whoever was used since the hand last passed goes round once more.
    private void Trim()
    {
        for (var steps = 2 * capacity; steps > 0 && _order.Count > capacity && _order.TryDequeue(out var oldest); steps--)
        {
            if (!_videos.TryGetValue(oldest.Key, out var video) || video != oldest.Video)
                continue;

            if (video.WasUsed)
            {
                video.WasUsed = false;
                _order.Enqueue(oldest);
            }
            else
            {
                Forget(oldest.Key, video);
            }
        }
    }
}

/// <summary>A path of a store.</summary>
/// <param name="Store">The number that <see cref="SliceCache"/> gave the store's identity.</param>
/// <param name="Path">The path.</param>
internal readonly record struct VideoKey(int Store, VideoPath Path);
