using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Storage.Files;

/// <summary>
/// Videos in a folder: the video <c>a/b.mp4</c> is the file <c>a/b.mp4</c> below <see cref="FileStoreOptions.Root"/>, so
/// that people can copy videos into the folder and they are there. What the store keeps beside them is in the folder
/// <c>.flixtube</c>. It holds no resources of its own.
/// </summary>
/// <remarks>
/// <para>
/// A video is replaced in one step, and survives the death of the process and a loss of power at any moment as the whole
/// old or the whole new one. One that was copied into the folder has the content type of its name and no hash.
/// </para>
/// <para>
/// Symbolic links below the root, pipes and devices are no videos: they are never followed, opened or replaced. A video
/// whose place one of them takes, or whose path the file system cannot hold, is kept below <c>.flixtube/objects</c>.
/// </para>
/// <para>
/// Several processes may write to one folder when its file system knows locks; conditions are decided between them too.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class FileVideoStore : IVideoStore
{
    /// <summary>What configuration calls this store.</summary>
    public const string ProviderName = "file";

    private readonly VideoLister _lister;
    private readonly VideoReader _reader;
    private readonly VideoRemover _remover;
    private readonly VideoWriter _writer;

    /// <summary>
    /// Opens the folder, creates it when it is missing, and removes what writers left that were killed. A folder that can
    /// only be read is opened for reading.
    /// </summary>
    /// <exception cref="VideoStoreException">The folder neither exists nor can be created.</exception>
    public FileVideoStore(FileStoreOptions options, TimeProvider? timeProvider = null, ILogger<FileVideoStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Root);
        ILogger log = logger ?? NullLogger<FileVideoStore>.Instance;
        var time = timeProvider ?? TimeProvider.System;

        var folder = new StoreFolder(options.Root, log);
        LeftOvers.Sweep(folder, time);

        var places = new VideoPlaces(folder);
        var sidecars = new Sidecars(folder, log);
        var locks = new PathLocks(folder, time);
        _lister = new VideoLister(folder, places, log);
        _reader = new VideoReader(folder, places, sidecars);
        _remover = new VideoRemover(folder, places, sidecars, locks);
        _writer = new VideoWriter(folder, places, sidecars, locks, new VersionClock(time));
    }

    /// <inheritdoc/>
    public VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = ProviderName,
        ConditionalCreate = true,
        ConditionalWrite = true,
        ConditionalDelete = true,
        SuffixRange = true,
        MaxVideoLength = long.MaxValue,
        Remote = false,
    };

    /// <inheritdoc/>
    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        Answer(path, () => _reader.Open(path, options), cancellationToken);

    /// <inheritdoc/>
    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        Answer(path, () => _reader.Describe(path), cancellationToken);

    /// <inheritdoc/>
    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= WriteOptions.Default;
        options.Validate();
        EnsureValid(path);
        cancellationToken.ThrowIfCancellationRequested();
        return await _writer.WriteAsync(path, content, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        EnsureValid(path);
        cancellationToken.ThrowIfCancellationRequested();
        await _remover.DeleteAsync(path, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Task.Run(() => _lister.List(options, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (MustBeTranslated(e))
        {
            throw FileErrors.Translate(e, path: null);
        }
    }

    // Looking at a folder takes microseconds: less than a thread to do it on.
    private static Task<T> Answer<T>(VideoPath path, Func<T> find, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        try
        {
            EnsureValid(path);
            return Task.FromResult(find());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(MustBeTranslated(e) ? FileErrors.Translate(e, path) : e);
        }
    }

    private static bool MustBeTranslated(Exception e) => e is not (VideoStoreException or OperationCanceledException or ArgumentException);

    private static void EnsureValid(VideoPath path) => _ = path.Value;
}
