namespace FlixTube.Storage;

/// <summary>
/// Videos by path, in one cloud or folder. Everything a store must do is here; everything that can be made of it is in
/// <see cref="VideoStoreExtensions"/>, so that a store over a store has five calls to forward and none to forget.
/// </summary>
/// <remarks>
/// <para>Obligations of every member:</para>
/// <list type="bullet">
/// <item><description>It must be safe to call from many threads at once.</description></item>
/// <item><description>It must fail with <see cref="VideoStoreException"/> and nothing else, but for
/// <see cref="OperationCanceledException"/> when the caller cancelled, and <see cref="ArgumentException"/> when an
/// option is out of its documented bounds.</description></item>
/// <item><description>It must refuse <c>default(VideoPath)</c> with <see cref="VideoStoreError.InvalidPath"/>.</description></item>
/// <item><description>It must stop when its token is cancelled, without waiting for the store, also when the token was
/// cancelled before the call: then it must do nothing at all.</description></item>
/// <item><description>It must not hang: what gets no answer must end with <see cref="VideoStoreError.Timeout"/> or
/// <see cref="VideoStoreError.Unavailable"/>.</description></item>
/// <item><description>It must see what a finished write or delete of the same process did.</description></item>
/// </list>
/// <para>
/// A store that holds resources of its own implements <see cref="IAsyncDisposable"/>; whoever made the store disposes it.
/// </para>
/// </remarks>
public interface IVideoStore
{
    /// <summary>What this store can do. It must not change during the store's life.</summary>
    VideoStoreCapabilities Capabilities { get; }

    /// <summary>Opens a video: its properties and the bytes asked for, of one version.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><description>It must be one request to the service; only a suffix range may take two, where
    /// <see cref="VideoStoreCapabilities.SuffixRange"/> says so. It must not read ahead of the caller without bound.</description></item>
    /// <item><description>The range must be resolved as <see cref="ByteRange.TryResolve"/> does, whatever the service does by itself.</description></item>
    /// <item><description>The body must be of the version in the properties to its last byte, though the video be replaced
    /// or deleted meanwhile; where that cannot be, reading must fail with <see cref="VideoStoreError.PreconditionFailed"/>
    /// or <see cref="VideoStoreError.NotFound"/>.</description></item>
    /// <item><description>A body that breaks off may be resumed where it broke, of the same version only, a bounded number of times.</description></item>
    /// <item><description>Memory in use must not grow with the length of the video.</description></item>
    /// <item><description>Disposing or abandoning the body must end the request at the service. Cancelling
    /// <paramref name="cancellationToken"/> later must not disturb the body: each read of it has a token of its own.</description></item>
    /// </list>
    /// </remarks>
    /// <exception cref="VideoStoreException">
    /// <see cref="VideoStoreError.NotFound"/>; <see cref="VideoStoreError.PreconditionFailed"/> when
    /// <see cref="ReadOptions.IfMatch"/> names another version, which must be decided before the range;
    /// <see cref="VideoStoreError.RangeNotSatisfiable"/> with <see cref="VideoStoreException.VideoLength"/>.
    /// </exception>
    Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default);

    /// <summary>The properties of a video, the same that a read gives.</summary>
    /// <remarks>It must be one request to the service and must not open the content.</remarks>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.NotFound"/>.</exception>
    Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default);

    /// <summary>Writes a whole video, replacing the one that was there.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><description><paramref name="content"/> is read once, forward, to its end, from where it stands; it may be
    /// unable to seek and its length may be unknown. It must be left open. It must be read asynchronously.</description></item>
    /// <item><description>At most two parts may be held in memory, whatever the length.</description></item>
    /// <item><description>The video must become visible at once and whole, with its properties, when this returns; readers
    /// see the old version or the new one. On failure or cancellation the old version must be untouched and nothing of
    /// the new one may be left behind.</description></item>
    /// <item><description>A failure of <paramref name="content"/> itself must reach the caller as the exception that the
    /// stream threw.</description></item>
    /// <item><description>The SHA-256 of the content must be computed on the way and kept, as must the content type and metadata.</description></item>
    /// <item><description>A condition that is known not to hold should fail before the content is read. It must be
    /// decided atomically when the video becomes visible, or refused with <see cref="VideoStoreError.Unsupported"/>.</description></item>
    /// </list>
    /// </remarks>
    /// <returns>The properties of the version written.</returns>
    /// <exception cref="VideoStoreException">
    /// <see cref="VideoStoreError.AlreadyExists"/> with <see cref="WriteOptions.CreateOnly"/>;
    /// <see cref="VideoStoreError.PreconditionFailed"/> with <see cref="WriteOptions.IfMatch"/>, also when there is no video.
    /// </exception>
    Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a video. When it returns there is none at the path; that there was none before is no error.</summary>
    /// <exception cref="VideoStoreException">
    /// <see cref="VideoStoreError.PreconditionFailed"/> with <see cref="DeleteOptions.IfMatch"/>, also when there is no
    /// video; <see cref="VideoStoreError.Unsupported"/> where that cannot be decided atomically.
    /// </exception>
    Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default);

    /// <summary>One page of the videos whose paths begin with a prefix, in order of their UTF-8 bytes.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><description>Every video that exists during the whole listing must appear exactly once; one that is written or
    /// deleted meanwhile may appear or not.</description></item>
    /// <item><description>Memory in use must not grow with the number of videos.</description></item>
    /// <item><description>Objects whose names are not <see cref="VideoPath"/>s must be passed over, unfinished writes must not show.</description></item>
    /// <item><description>A page may have fewer videos than asked for, even none, and still be followed by others.</description></item>
    /// <item><description>A token that was not made by this store for this prefix may be refused with <see cref="ArgumentException"/>
    /// or give any page; it must do no harm.</description></item>
    /// </list>
    /// </remarks>
    Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default);
}
