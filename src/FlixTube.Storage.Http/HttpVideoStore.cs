using FlixTube.Storage.Http.Asking;
using FlixTube.Storage.Http.Reading;
using FlixTube.Storage.Http.Writing;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http;

/// <summary>Videos as another FlixTube gateway serves them; from any other server with <c>GET /video?path=</c> they can be read.</summary>
internal sealed class HttpVideoStore : IVideoStore, IAsyncDisposable
{
    public const string ProviderName = "http";

    private readonly GatewayClient _client;
    private readonly VideoReader _reader;
    private readonly VideoLister _lister;
    private readonly VideoWriter _writer;
    private readonly VideoRemover _remover;

    private HttpVideoStore(HttpStoreOptions options, string key, TimeProvider time, Func<ServiceIdentity?> shared)
    {
        var errors = new GatewayErrors(options, key);
        var calls = new Calls(options.Network, errors, time);
        _client = new GatewayClient(options, new GatewayToken(options, shared, time));
        _reader = new VideoReader(_client, calls, errors, options.Network, time);
        _lister = new VideoLister(_client, calls, errors, time);
        _writer = new VideoWriter(_client, calls, errors, options.Network, time);
        _remover = new VideoRemover(_client, calls, errors, _reader, time);
        Capabilities = CapabilityQuestion.Ask(_client);
    }

    public VideoStoreCapabilities Capabilities { get; }

    /// <summary>Makes a store from settings that were found good. Asks the gateway what it can do, and blocks for two seconds at most.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="key">Their key, for messages.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shared">As whom it signs tokens when the settings do not say.</param>
    public static HttpVideoStore Create(HttpStoreOptions options, string key, TimeProvider time, Func<ServiceIdentity?>? shared = null) =>
        new(options, key, time, shared ?? (static () => null));

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        Begin(path, cancellationToken);
        return await _reader.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        Begin(path, cancellationToken);
        return await _reader.DescribeAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= WriteOptions.Default;
        options.Validate();
        Begin(path, cancellationToken);
        Require(path, Capabilities.ConditionalCreate || !options.CreateOnly);
        Require(path, Capabilities.ConditionalWrite || options.IfMatch is null);
        return await _writer.WriteAsync(path, content, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        Begin(path, cancellationToken);
        Require(path, Capabilities.ConditionalDelete || options.IfMatch is null);
        await _remover.DeleteAsync(path, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _lister.ListPageAsync(options, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Require(VideoPath path, bool isOffered)
    {
        if (!isOffered)
            throw new VideoStoreException(VideoStoreError.Unsupported, $"The store behind the gateway does not decide such a condition about '{path}'.") { Path = path };
    }

    private static void Begin(VideoPath path, CancellationToken cancellationToken)
    {
        _ = path.Value;
        cancellationToken.ThrowIfCancellationRequested();
    }
}
