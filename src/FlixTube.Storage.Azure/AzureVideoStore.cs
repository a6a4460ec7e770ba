using Azure.Core;
using FlixTube.Storage.Azure.Blobs;
using FlixTube.Storage.Azure.Connecting;
using FlixTube.Storage.Azure.Errors;
using FlixTube.Storage.Azure.Listing;
using FlixTube.Storage.Azure.Reading;
using FlixTube.Storage.Azure.Signing;
using FlixTube.Storage.Azure.Writing;

namespace FlixTube.Storage.Azure;

/// <summary>Videos as block blobs in one container of Azure Blob Storage. Thread-safe.</summary>
public sealed class AzureVideoStore : IVideoStore, ISignedUrlSource, IAsyncDisposable
{
    /// <summary>The name that configuration calls this provider by.</summary>
    public const string ProviderName = "azure";

    // Scalability and performance targets for Blob storage: blocks in a blob, and bytes in a block of the largest kind.
    internal const int MaxBlocks = 50_000;
    internal const long LongestBlob = MaxBlocks * (4000L * 1024 * 1024);

    private readonly ServiceConnection _connection;
    private readonly BlobNames _names;
    private readonly BlobReader _reader;
    private readonly BlobWriter _writer;
    private readonly BlobRemover _remover;
    private readonly BlobLister _lister;
    private readonly LinkSigner _signer;

    /// <summary>Makes a store. It asks the service nothing.</summary>
    /// <param name="options">The settings, which must not change afterwards.</param>
    /// <param name="time">The clock; the system's when <c>null</c>.</param>
    /// <exception cref="ArgumentException">A setting is missing or bad; the message says which and what to set.</exception>
    public AzureVideoStore(AzureStoreOptions options, TimeProvider? time = null)
        : this(options, time ?? TimeProvider.System, credential: null, handler: null)
    {
    }

    internal AzureVideoStore(AzureStoreOptions options, TimeProvider time, TokenCredential? credential, HttpMessageHandler? handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OptionsValidation.Problems(options, "VideoStorage:Azure").ToArray() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join(' ', problems), nameof(options));

        _connection = new ServiceConnection(options, credential, handler);
        var service = _connection.Service;
        var container = service.GetBlobContainerClient(options.Container);
        _names = new BlobNames(service.Uri);
        var calls = new AzureCalls(new AzureErrors(options.Container, service.Uri, time), options.Network, time);
        _reader = new BlobReader(container, calls);
        _writer = new BlobWriter(container, _reader, calls, options.PartSizeBytes);
        _remover = new BlobRemover(container, _reader, calls);
        _lister = new BlobLister(container, calls, _names);
        _signer = new LinkSigner(service, container, _connection.HasIdentity, calls);
        Capabilities = new VideoStoreCapabilities
        {
            Provider = ProviderName,
            ConditionalCreate = true,
            ConditionalWrite = true,
            ConditionalDelete = true,
            SuffixRange = false,
            MaxVideoLength = (long)MaxBlocks * options.PartSizeBytes,
            AllNames = _names.KeepsAll,
        };
    }

    /// <inheritdoc/>
    public VideoStoreCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _names.RequireReadable(path);
        return await _reader.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _names.RequireReadable(path);
        return await _reader.StatAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A video of at most one part is one request; a longer one is a request for each part and one more. A condition
    /// costs a request at the start. When another write at the same path finishes during one of several parts, the
    /// service discards the parts and this one fails with <see cref="VideoStoreError.Unavailable"/>.
    /// </remarks>
    public async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= WriteOptions.Default;
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        _names.RequireWritable(path);
        return await _writer.WriteAsync(path, content, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_names.CanHold(path))
            await _remover.DeleteAsync(path, options.IfMatch, cancellationToken).ConfigureAwait(false);
        else if (options.IfMatch is not null)
            throw VideoStoreException.PreconditionFailed(path);
    }

    /// <inheritdoc/>
    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        _lister.ListAsync(options, cancellationToken);

    /// <inheritdoc/>
    public async Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, ISignedUrlSource.MaxLifetime);
        _names.RequireWritable(path);
        return await _signer.SignAsync(path, lifetime, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections. Bodies that are still open break off.</summary>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
