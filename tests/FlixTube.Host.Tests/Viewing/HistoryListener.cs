using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlixTube.Host.Tests.Viewing;

/// <summary>A history service that a test looks into: what came to <c>POST /viewed</c>.</summary>
internal sealed class HistoryListener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HistoryListener(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<(JsonElement Body, string Id)> Received { get; } = new();

    /// <summary>What it answers.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public static async Task<HistoryListener> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new HistoryListener(builder.Build());
        listener._app.MapPost("/viewed", listener.ReceiveAsync);
        await listener._app.StartAsync();
        return listener;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        context.Response.StatusCode = (int)Status;
        if (Status == HttpStatusCode.OK)
            Received.Enqueue((body, context.Request.Headers["Idempotency-Key"].ToString()));
    }
}
