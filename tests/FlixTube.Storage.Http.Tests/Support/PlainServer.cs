using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Http.Tests.Support;

/// <summary>A server that is no gateway: it answers <c>GET /video?path=</c> with 200 and the whole video, unless a test has it do otherwise.</summary>
internal sealed class PlainServer : IAsyncDisposable
{
    private const int PieceBytes = 64 << 10;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();

    private PlainServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The methods and paths that came, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public byte[] Video { get; set; } = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 31))];

    /// <summary>Headers of the video, such as an entity tag.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Answers instead; <c>false</c> leaves it to the server.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = static _ => Task.FromResult(false);

    public static async Task<PlainServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new PlainServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>What a test asks of it does not include the question with which every store begins.</summary>
    public HttpVideoStore Store(Action<Network.NetworkOptions>? network = null)
    {
        var store = TestStores.Over(Address, network: network);
        _requests.Clear();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task WriteInPiecesAsync(HttpContext context)
    {
        for (var offset = 0; offset < Video.Length; offset += PieceBytes)
            await context.Response.Body.WriteAsync(Video.AsMemory(offset, Math.Min(PieceBytes, Video.Length - offset)), context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        if (await Instead(context))
            return;

        if (context.Request.Path != "/video" || context.Request.Query["path"] != "a.mp4" || context.Request.Method is not ("GET" or "HEAD"))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"Cannot {context.Request.Method} {context.Request.Path}");
            return;
        }

        context.Response.ContentType = "video/mp4";
        context.Response.ContentLength = Video.Length;
        foreach (var (name, value) in Headers)
            context.Response.Headers[name] = value;

        if (context.Request.Method == "GET")
            await WriteInPiecesAsync(context);
    }
}
