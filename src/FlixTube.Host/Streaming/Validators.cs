using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>What tells one version of a video from another, as HTTP sees it (RFC 9110 section 8.8).</summary>
/// <param name="EntityTag">Strong, with its quotes.</param>
/// <param name="LastModified">In whole seconds, never later than <paramref name="Date"/> (section 8.8.2.1).</param>
/// <param name="Date">When the answer is made, in whole seconds.</param>
internal readonly record struct Validators(string EntityTag, DateTimeOffset LastModified, DateTimeOffset Date)
{
    /// <summary>
    /// Whether nobody can have seen another version with the same <see cref="LastModified"/> in an answer whose date was
    /// at least one second later (section 8.8.2.2); until that second is over, the video may change once more within it.
    /// </summary>
    public bool LastModifiedIsStrong => LastModified.AddSeconds(1) <= Date;

    /// <summary>The content's hash makes the tag when it is known, so that the same video has the same tag in every store.</summary>
    public static Validators Of(VideoProperties video, DateTimeOffset now) => Of(video, video.ContentHash ?? video.ETag, now);

    /// <summary>The store's own tag, which tells every write from every other, and is in its listing too.</summary>
    public static Validators OfStore(VideoProperties video, DateTimeOffset now) => Of(video, video.ETag, now);

    private static Validators Of(VideoProperties video, string tag, DateTimeOffset now)
    {
        var date = HttpDate.Truncate(now);
        var modified = HttpDate.Truncate(video.LastModified);
        return new($"\"{tag}\"", modified < date ? modified : date, date);
    }
}
