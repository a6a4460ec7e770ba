using System.Text;
using System.Text.Json;
using Azure.Core;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>An Azurite over https with a store that signs in with a bearer token.</summary>
internal sealed class SecureAzurite : IAsyncDisposable
{
    private readonly AzuriteServer _server;
    private readonly WatchingHandler _network;

    private SecureAzurite(AzuriteServer server, WatchingHandler network, HttpClient anyone, AzureVideoStore store)
    {
        _server = server;
        _network = network;
        Anyone = anyone;
        Store = store;
    }

    /// <summary>A client that trusts the server's certificate and has no credentials.</summary>
    public HttpClient Anyone { get; }

    public AzureVideoStore Store { get; }

    public long Requests => _network.Requests;

    public static async Task<SecureAzurite> StartAsync()
    {
        var certificate = PemCertificate.ForLoopback();
        var server = await AzuriteServer.StartAsync(certificate);
        var options = new AzureStoreOptions { ServiceUri = server.ServiceUri };
        var network = new WatchingHandler(Trusting(options.Network.CreateHandler(), certificate));
        var store = new AzureVideoStore(options, TimeProvider.System, new FakeCredential(), network);
        var anyone = new HttpClient(Trusting(new SocketsHttpHandler(), certificate));

        using var create = new HttpRequestMessage(HttpMethod.Put, new Uri($"{server.ServiceUri}/{options.Container}?restype=container"));
        create.Headers.Authorization = new("Bearer", FakeCredential.Token);
        create.Headers.Add("x-ms-version", "2023-01-03");
        using var created = await anyone.SendAsync(create);
        created.EnsureSuccessStatusCode();
        return new SecureAzurite(server, network, anyone, store);
    }

    public async ValueTask DisposeAsync()
    {
        Anyone.Dispose();
        await Store.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static SocketsHttpHandler Trusting(SocketsHttpHandler handler, PemCertificate certificate)
    {
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.Thumbprint;
        return handler;
    }

    /// <summary>Gives tokens as Microsoft Entra does, but for the signature, which Azurite does not check.</summary>
    private sealed class FakeCredential : TokenCredential
    {
        public static readonly string Token = string.Join('.', Part(new { alg = "none", typ = "JWT" }), Part(Claims()), "signature");

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(Token, DateTimeOffset.UtcNow.AddMinutes(30));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        private static object Claims()
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return new
            {
                aud = "https://storage.azure.com",
                iss = "https://sts.windows.net/00000000-0000-0000-0000-000000000001/",
                tid = "00000000-0000-0000-0000-000000000001",
                oid = "00000000-0000-0000-0000-000000000002",
                iat = now,
                nbf = now - 60,
                exp = now + 3600,
            };
        }

        private static string Part(object value) =>
            System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));
    }
}
