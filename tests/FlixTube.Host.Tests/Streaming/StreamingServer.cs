using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Chain;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>A real Kestrel on a port of its own that does nothing but stream out of one store.</summary>
internal sealed class StreamingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StrongBox<int> _connections;
    private readonly IAsyncDisposable? _store;

    private StreamingServer(WebApplication app, HttpProtocols protocols, VideoStreamer streamer, CapturingLogger<VideoStreamer> log, StrongBox<int> connections, IAsyncDisposable? store)
    {
        _app = app;
        _connections = connections;
        _store = store;
        Streamer = streamer;
        Log = log;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost" } })
        {
            BaseAddress = Address,
            DefaultRequestVersion = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public VideoStreamer Streamer { get; }

    public CapturingLogger<VideoStreamer> Log { get; }

    /// <param name="store">What to stream out of.</param>
    /// <param name="options">Limits and habits.</param>
    /// <param name="protocols">What clients speak.</param>
    /// <param name="time">The clock.</param>
    /// <param name="sendBufferSize">Of each connection; the system's when <c>null</c>.</param>
    /// <param name="tls">Whether clients speak it.</param>
    /// <param name="hosts">With 2, the server streams out of a whole host, which streams out of the store.</param>
    public static async Task<StreamingServer> StartAsync(
        IVideoStore store,
        StreamingOptions? options = null,
        HttpProtocols protocols = HttpProtocols.Http1,
        TimeProvider? time = null,
        int? sendBufferSize = null,
        bool tls = false,
        int hosts = 1)
    {
        var chained = hosts == 1 ? null : new ChainedStore(store);
        store = chained?.Store ?? store;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        builder.WebHost.UseKestrelCore();
        // Endpoints take over the defaults that there are when they are made.
        builder.Services.AddStreaming();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (sendBufferSize is { } size)
                socket.SendBufferSize = size;

            return socket;
        });
        var connections = new StrongBox<int>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (tls)
                listen.UseHttps(SelfSigned());

            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref connections.Value);
                return next(connection);
            });
        }));

        var log = new CapturingLogger<VideoStreamer>();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<ILogger<VideoStreamer>>(log);
        builder.Services.AddSingleton(Options.Create(options ?? new StreamingOptions()));
        var app = builder.Build();
        var streamer = app.Services.GetRequiredService<VideoStreamer>();
        app.Run(async context =>
        {
            try
            {
                await streamer.ServeAsync(context, store, VideoPath.Parse(context.Request.Query["path"]!));
            }
            catch (VideoStoreException e)
            {
                context.Response.StatusCode = e.Error == VideoStoreError.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status502BadGateway;
                await context.Response.WriteAsync(e.Error.ToString());
            }
        });
        await app.StartAsync();
        return new StreamingServer(app, protocols, streamer, log, connections, chained);
    }

    /// <summary>How many connections were ever opened.</summary>
    public int Connections => Volatile.Read(ref _connections.Value);

    public KestrelServerLimits Limits => _app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

    /// <summary>Sends a request whose headers may be as wrong as a test likes, and returns as soon as the answer's headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, target) { Version = Client.DefaultRequestVersion, VersionPolicy = Client.DefaultVersionPolicy };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetAsync(string target, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, target, headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
