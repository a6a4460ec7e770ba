using System.Net;
using System.Text;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Asking;

/// <summary>Sends requests to the gateway over pooled connections, by HTTP/2 where TLS negotiates it. Thread-safe.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _root;
    private readonly GatewayToken _token;

    /// <param name="options">Settings that were found good.</param>
    /// <param name="token">What to show.</param>
    public GatewayClient(HttpStoreOptions options, GatewayToken token)
    {
        _token = token;
        _root = options.BaseAddress!.TrimEnd('/') + "/";

        var handler = options.Network.CreateHandler();
        handler.EnableMultipleHttp2Connections = true;
        _client = new HttpClient(handler)
        {
            // Each call has a limit of its own, by its token.
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    /// <summary>A request for a route below the base address, with those parameters that have a value.</summary>
    public HttpRequestMessage Request(HttpMethod method, string route, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var address = new StringBuilder(_root).Append(route);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        // What is escaped must arrive as it is.
        var uri = new Uri(address.ToString(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, uri) { Version = _client.DefaultRequestVersion, VersionPolicy = _client.DefaultVersionPolicy };
        request.Headers.Authorization = _token.Header;
        return request;
    }

    /// <summary>A request for a video, in the terms of stores.</summary>
    public HttpRequestMessage VideoRequest(HttpMethod method, VideoPath path)
    {
        var request = Request(method, GatewayRoutes.Video, ("path", path.Value));
        request.Headers.TryAddWithoutValidation(GatewayHeaders.Store, GatewayHeaders.Version);

        // A cache in between may keep what viewers are answered, in other terms than these.
        request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
        return request;
    }

    /// <summary>Sends a request; completes when the headers of the answer are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Sends a request and blocks until the whole answer is there.</summary>
    public HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version11;
        return _client.Send(request, cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
