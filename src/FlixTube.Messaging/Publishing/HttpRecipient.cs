using System.Net;
using System.Net.Http.Headers;
using FlixTube.Messaging.Viewed;
using FlixTube.Service.Access;
using FlixTube.Storage.Network;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Publishing;

/// <summary>
/// A history service that is told by <c>POST /viewed</c>. The message's id is in <c>Idempotency-Key</c>
/// (draft-ietf-httpapi-idempotency-key-header): the same message again is the same view.
/// </summary>
internal sealed class HttpRecipient : IViewRecipient, IDisposable
{
    public const string IdHeader = "Idempotency-Key";

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;
    private readonly Uri _route;
    private readonly ServiceTokens _tokens;

    public HttpRecipient(IOptions<HttpRecipientOptions> options, AccessSettings access, TimeProvider time)
    {
        _tokens = new(() => Identity(options.Value.JwtKey, access.Access), time);
        var baseAddress = new Uri(options.Value.BaseAddress!.TrimEnd('/') + "/");
        _route = new Uri(baseAddress, ViewedMessage.Name);
        Address = baseAddress.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
        })
        { Timeout = options.Value.Timeout };
    }

    public string Name => "http";

    public string Address { get; }

    public Task<IViewSession> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IViewSession>(new Session(_client, _route, _tokens));

    public void Dispose() => _client.Dispose();

    private static ServiceIdentity? Identity(string? own, AccessOptions access) =>
        (own ?? access.JwtKey) is { Length: > 0 } key ? new(key, "video-streaming", access.Issuer, access.Audience) : null;

    private sealed class Session(HttpClient client, Uri route, ServiceTokens tokens) : IViewSession
    {
        public CancellationToken Closed => CancellationToken.None;

        public async Task SendAsync(ViewedMessage message, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = new ByteArrayContent(ViewedText.Body(message)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (tokens.Current is { } token)
                request.Headers.Authorization = new("Bearer", token);

            request.Headers.TryAddWithoutValidation(IdHeader, $"\"{message.Id}\"");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

            // Anything else may be better tomorrow: a service that starts, a route that is not there yet, rights.
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableContent)
                throw new MessageRefusedException($"it answered {(int)response.StatusCode}");

            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException($"it answered {(int)response.StatusCode}");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
