namespace FlixTube.Storage;

/// <summary>
/// A store that can hand out links: whoever has one reads one video from the service itself, for a time, without
/// credentials. A store that can implements this beside <see cref="IVideoStore"/>.
/// </summary>
public interface ISignedUrlSource
{
    /// <summary>The longest life of a link (the limit of Amazon S3 and Google Cloud Storage): 7 days.</summary>
    static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <summary>Makes a link for reading a video, with ranges.</summary>
    /// <remarks>
    /// It need not ask the service, so the video need not exist. The link must stop working when
    /// <paramref name="lifetime"/> is over, and must not work when any part of it is altered. It is a secret: do not log it.
    /// </remarks>
    /// <param name="path">The video.</param>
    /// <param name="lifetime">1 second to <see cref="MaxLifetime"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is out of bounds.</exception>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.Unsupported"/> when the store's credentials cannot sign.</exception>
    Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default);
}
