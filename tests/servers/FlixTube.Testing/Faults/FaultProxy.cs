using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlixTube.Testing.Faults;

/// <summary>
/// Stands between a client and a real HTTP server, on a socket of its own, passes everything on as it is (the Host header
/// too, so that signatures hold) and does to chosen requests what a network or an overloaded service would.
/// </summary>
/// <remarks>Bodies are streamed. Safe for concurrent use.</remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int SendBufferLength = 64 * 1024;

    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
    };

    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly Uri _server;
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly List<Script> _scripts = [];
    private readonly Lock _gate = new();

    private FaultProxy(WebApplication app, Uri server)
    {
        _app = app;
        _server = server;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Where clients connect, with the path of the server's address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything that came so far, in order of arrival.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>Starts a proxy on a free port of the loopback address.</summary>
    public static async Task<FaultProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // Otherwise the system takes several megabytes off our hands, and a client that does not read is not noticed.
        builder.WebHost.UseSockets(static sockets => sockets.CreateBoundListenSocket = static endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = SendBufferLength;
            return socket;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        var proxy = new FaultProxy(app, server);
        app.Run(proxy.HandleAsync);
        await app.StartAsync();

        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        proxy.Address = new Uri(new Uri(address), server.AbsolutePath);
        return proxy;
    }

    /// <summary>Does <paramref name="fault"/> to the next <paramref name="times"/> requests that match.</summary>
    public void Next(Fault fault, Func<ProxiedRequest, bool>? match = null, int times = 1)
    {
        lock (_gate)
            _scripts.Add(new Script(fault, match ?? (static _ => true), times));
    }

    /// <summary>Forgets the faults that have not happened and the requests that came.</summary>
    public void Reset()
    {
        Heal();
        _requests.Clear();
    }

    /// <summary>Forgets the faults that have not happened.</summary>
    public void Heal()
    {
        lock (_gate)
            _scripts.Clear();
    }

    /// <summary>Listens no more: from now on connections are refused, and those that there are are reset.</summary>
    public async Task RefuseAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await RefuseAsync();
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private Fault? Take(ProxiedRequest request)
    {
        lock (_gate)
        {
            var script = _scripts.Find(s => s.Match(request));
            if (script is null)
                return null;

            if (--script.Times == 0)
                _scripts.Remove(script);

            return script.Fault;
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ProxiedRequest(context.Request.Method, target, headers);
        _requests.Enqueue(request);
        try
        {
            await ServeAsync(context, request, Take(request));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            request.AbandonedByClient = true;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The client's socket is gone, and the server has not got round to saying so.
            request.AbandonedByClient = true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The server broke off; so must we.
            ResetConnection(context);
        }
        finally
        {
            request.End();
        }
    }

    private async Task ServeAsync(HttpContext context, ProxiedRequest request, Fault? fault)
    {
        switch (fault)
        {
            case Fault.ResetBefore:
                ResetConnection(context);
                return;
            case Fault.Hang:
                await UntilAbortedAsync(context, request);
                return;
            case Fault.Answer answer:
                await AnswerAsync(context, request, answer);
                return;
        }

        using var message = ToServer(context, request);
        using var answered = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (fault is Fault.LoseAnswer)
        {
            await answered.Content.CopyToAsync(Stream.Null, context.RequestAborted);
            ResetConnection(context);
            return;
        }

        request.Status = context.Response.StatusCode = (int)answered.StatusCode;
        foreach (var (name, values) in answered.Headers.NonValidated.Concat(answered.Content.Headers.NonValidated))
        {
            if (!HopByHop.Contains(name))
                context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.StartAsync(context.RequestAborted);
        await PassOnAsync(context, request, fault, await answered.Content.ReadAsStreamAsync(context.RequestAborted));
    }

    private static async Task PassOnAsync(HttpContext context, ProxiedRequest request, Fault? fault, Stream body)
    {
        var limit = fault switch
        {
            Fault.ResetAfter f => f.Bytes,
            Fault.CutAfter f => f.Bytes,
            Fault.StallAfter f => f.Bytes,
            Fault.MeanwhileAfter f => f.Bytes,
            _ => long.MaxValue,
        };
        var deliveredBefore = DeliveredBytes.Of(SocketOf(context));
        var buffer = new byte[64 * 1024];
        while (request.BytesSent < limit)
        {
            var wanted = (int)Math.Min(buffer.Length, limit - request.BytesSent);
            var count = await body.ReadAsync(buffer.AsMemory(0, wanted), context.RequestAborted);
            if (count == 0)
                return;

            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            request.Sent(count);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
        await DeliveredBytes.UntilAsync(SocketOf(context), deliveredBefore + request.BytesSent, context.RequestAborted);
        switch (fault)
        {
            case Fault.CutAfter:
                // Kestrel sends what it has and closes when an answer is shorter than its Content-Length. One in chunks would
                // be complete.
                if (context.Response.ContentLength is null)
                    context.Abort();

                return;
            case Fault.StallAfter:
                await UntilAbortedAsync(context, request);
                return;
            case Fault.MeanwhileAfter meanwhile:
                await meanwhile.Action();
                break;
        }

        ResetConnection(context);
    }

    private HttpRequestMessage ToServer(HttpContext context, ProxiedRequest request)
    {
        var address = new Uri(_server.GetLeftPart(UriPartial.Authority) + request.PathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (context.Request.ContentLength is not null || context.Request.Headers.TransferEncoding.Count > 0)
            message.Content = new StreamContent(context.Request.Body, 64 * 1024);

        foreach (var (name, value) in context.Request.Headers)
        {
            if (!HopByHop.Contains(name) && !message.Headers.TryAddWithoutValidation(name, value.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        return message;
    }

    private static async Task AnswerAsync(HttpContext context, ProxiedRequest request, Fault.Answer answer)
    {
        // The body is taken first, as a server does that fails late; a client in the middle of it would see a reset instead.
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        request.Status = context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;

        if (answer.Body.Length > 0)
        {
            context.Response.ContentType = answer.ContentType;
            await context.Response.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private static async Task UntilAbortedAsync(HttpContext context, ProxiedRequest request)
    {
        request.Stick();
        var aborted = new TaskCompletionSource();
        await using (context.RequestAborted.Register(aborted.SetResult))
            await aborted.Task;

        context.RequestAborted.ThrowIfCancellationRequested();
    }

    // Closing with linger 0 makes the kernel send RST instead of FIN.
    private static void ResetConnection(HttpContext context)
    {
        SocketOf(context).Close(timeout: 0);
        context.Abort();
    }

    private static Socket SocketOf(HttpContext context) => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    private sealed class Script(Fault fault, Func<ProxiedRequest, bool> match, int times)
    {
        public Fault Fault { get; } = fault;

        public Func<ProxiedRequest, bool> Match { get; } = match;

        public int Times { get; set; } = times;
    }
}
