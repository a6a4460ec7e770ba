using FlixTube.Storage.Gcp.Access;
using FlixTube.Storage.Gcp.JsonApi;
using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Gcp.Reading;
using FlixTube.Storage.Gcp.Signing;
using FlixTube.Storage.Gcp.Writing;

namespace FlixTube.Storage.Gcp;

/// <summary>Videos as the objects of a bucket of Google Cloud Storage.</summary>
internal sealed class GcpVideoStore : IVideoStore, ISignedUrlSource, IAsyncDisposable
{
    public const string ProviderName = "gcp";

    private static readonly VideoStoreCapabilities All = new()
    {
        Provider = ProviderName,
        ConditionalCreate = true,
        ConditionalWrite = true,
        ConditionalDelete = true,
        SuffixRange = true,
        MaxVideoLength = 5L << 40,
        AllNames = false,
    };

    private readonly IObjectService _objects;
    private readonly CredentialSource? _credentials;
    private readonly Calls _calls;
    private readonly VideoReader _reader;
    private readonly VideoLister _lister;
    private readonly VideoWriter _writer;
    private readonly UrlSigner _signer;

    private GcpVideoStore(IObjectService objects, CredentialSource? credentials, Endpoint endpoint, GcpStoreOptions options, string key, TimeProvider time)
    {
        var errors = new ServiceErrors(options, key);
        _objects = objects;
        _credentials = credentials;
        _calls = new Calls(options.Network, errors, time);
        _reader = new VideoReader(objects, _calls, errors, options.Network, time);
        _lister = new VideoLister(objects, _calls);
        _writer = new VideoWriter(objects, _calls, options.PartSizeBytes, time);
        _signer = new UrlSigner(endpoint, options.Bucket!, credentials, _calls, time);
    }

    public VideoStoreCapabilities Capabilities => All;

    /// <summary>Makes a store from settings that were found good. It asks nobody anything before it is used.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="key">Their key, for messages.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="VideoStoreException">The key file is of no use any more.</exception>
    public static GcpVideoStore Create(GcpStoreOptions options, string key, TimeProvider time)
    {
        var endpoint = Endpoint.Google;
        if (!string.IsNullOrEmpty(options.EmulatorHost) && !Endpoint.TryParse(options.EmulatorHost, out endpoint))
            throw new ArgumentException($"{key}:{nameof(options.EmulatorHost)} is no address.", nameof(options));

        return Create(options, endpoint, key, time);
    }

    /// <summary>Makes a store that asks at a certain place.</summary>
    internal static GcpVideoStore Create(GcpStoreOptions options, Endpoint endpoint, string key, TimeProvider time)
    {
        var credentials = Credentials(options, endpoint, key);

        // An emulator is never shown credentials, though a key may sign links to it.
        var connection = new Connection(new ServiceClients(options.Network), endpoint.IsEmulator ? null : credentials);
        return new GcpVideoStore(new ObjectService(endpoint.Root, options.Bucket!, connection, time), credentials, endpoint, options, key, time);
    }

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        Begin(path, cancellationToken);
        return await _reader.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        Begin(path, cancellationToken);
        var stored = await _calls.RunAsync(
            path, _calls.AnswerLimit, token => _objects.GetAsync(path.Value, token), cancellationToken).ConfigureAwait(false);
        return VideoObject.ToProperties(path, stored);
    }

    public async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= WriteOptions.Default;
        options.Validate();
        Begin(path, cancellationToken);
        return await _writer.WriteAsync(path, content, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        Begin(path, cancellationToken);
        await VideoRemover.DeleteAsync(_objects, _calls, path, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _lister.ListPageAsync(options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, ISignedUrlSource.MaxLifetime);
        Begin(path, cancellationToken);
        return await _signer.SignReadAsync(path, lifetime, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _objects.Dispose();
        _credentials?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CredentialSource? Credentials(GcpStoreOptions options, Endpoint endpoint, string key)
    {
        var clients = new TokenClients(options.Network);
        if (string.IsNullOrEmpty(options.KeyFilePath))
            return endpoint.IsEmulator ? null : new CredentialSource(key: null, clients);

        return KeyFile.Problem(options.KeyFilePath) is { } problem
            ? throw new VideoStoreException(VideoStoreError.PermissionDenied, $"{key}:{nameof(options.KeyFilePath)} {problem}.")
            : new CredentialSource(KeyFile.Read(options.KeyFilePath), clients);
    }

    private static void Begin(VideoPath path, CancellationToken cancellationToken)
    {
        _ = path.Value;
        cancellationToken.ThrowIfCancellationRequested();
    }
}
