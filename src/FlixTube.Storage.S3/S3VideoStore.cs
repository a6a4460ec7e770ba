using Amazon.S3;
using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Listing;
using FlixTube.Storage.S3.Objects;
using FlixTube.Storage.S3.Reading;
using FlixTube.Storage.S3.Writing;

namespace FlixTube.Storage.S3;

/// <summary>
/// Videos in a bucket of Amazon S3 or of another store that speaks S3. An object's key is the video's path.
/// </summary>
/// <remarks>Thread-safe. Dispose it when its last body has been read.</remarks>
public sealed class S3VideoStore : IVideoStore, ISignedUrlSource, IAsyncDisposable
{
    internal const string ProviderName = "s3";

    // What Amazon S3 promises for one object made of parts.
    private const long MaxObjectLength = 5L * 1024 * 1024 * 1024 * 1024;

    private readonly Bucket _bucket;
    private readonly VideoReader _reader;
    private readonly VideoWriter _writer;
    private readonly VideoLister _lister;

    /// <summary>Makes a store. Nothing is asked of the service yet.</summary>
    /// <param name="options">Where and with what right; not to be changed afterwards.</param>
    /// <param name="time">The clock of timeouts and retries; the system's when <c>null</c>.</param>
    /// <exception cref="ArgumentException">The options are not good; the message says what to set.</exception>
    public S3VideoStore(S3StoreOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = options.Validate($"{VideoStorageOptions.Section}:{Registration.S3StoreProvider.SectionName}").ToArray();
        if (problems.Length > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));

        Capabilities = new VideoStoreCapabilities
        {
            Provider = ProviderName,
            ConditionalCreate = options.ConditionalCreate ?? options.IsAmazon,
            ConditionalWrite = options.ConditionalWrite ?? options.IsAmazon,
            ConditionalDelete = options.ConditionalDelete ?? options.IsAmazon,
            SuffixRange = true,
            MaxVideoLength = Math.Min((long)options.PartSizeBytes * UploadSession.MaxParts, MaxObjectLength),
        };
        _bucket = new Bucket(options, options.Network.CreateHandler(), time ?? TimeProvider.System);
        _reader = new VideoReader(_bucket);
        _writer = new VideoWriter(_bucket, Capabilities, new LeftOvers(_bucket));
        _lister = new VideoLister(_bucket);
    }

    /// <inheritdoc/>
    public VideoStoreCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        _ = path.Value;
        return _reader.OpenAsync(path, options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        (await _bucket.StatAsync(path, cancellationToken).ConfigureAwait(false)).Properties;

    /// <inheritdoc/>
    public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        _ = path.Value;
        options ??= WriteOptions.Default;
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.WriteAsync(path, content, options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        var request = new DeleteObjectRequest { BucketName = _bucket.Name, Key = path.Value };
        cancellationToken.ThrowIfCancellationRequested();
        if (options.IfMatch is { } pin)
        {
            if (!Capabilities.ConditionalDelete)
                throw Unsupported.Condition(path, nameof(S3StoreOptions.ConditionalDelete));

            if (!ETags.IsPossible(pin))
                throw VideoStoreException.PreconditionFailed(path);

            request.IfMatch = ETags.Quoted(pin);
        }

        var attempts = 0;
        try
        {
            await _bucket.CallAsync(
                path,
                (s3, token) =>
                {
                    attempts++;
                    return s3.DeleteObjectAsync(request, token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            // After a lost answer it was most likely we who deleted it.
            if (options.IfMatch is not null && attempts == 1)
                throw VideoStoreException.PreconditionFailed(path, e.InnerException);
        }
    }

    /// <inheritdoc/>
    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        _lister.ListAsync(options, cancellationToken);

    /// <inheritdoc/>
    public async Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, ISignedUrlSource.MaxLifetime);
        var request = new GetPreSignedUrlRequest
        {
            BucketName = _bucket.Name,
            Key = path.Value,
            Verb = HttpVerb.GET,
            Expires = _bucket.Time.GetUtcNow().UtcDateTime + lifetime,
            Protocol = _bucket.Options.ServiceUrl?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true ? Protocol.HTTP : Protocol.HTTPS,
        };
        cancellationToken.ThrowIfCancellationRequested();
        return new Uri(await _bucket.SignAsync(path, request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Closes every connection. Bodies that are still open break off.</summary>
    public ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        return ValueTask.CompletedTask;
    }
}
