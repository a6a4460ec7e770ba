using System.Net.Http.Headers;
using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>A request and its answer without a network, for thousands of cases.</summary>
internal sealed class InMemoryExchange : IDisposable
{
    private static readonly StreamMetrics Metrics = new();

    private readonly DefaultHttpContext _context = new();
    private readonly MemoryStream _body = new();

    public int Status => _context.Response.StatusCode;

    public IHeaderDictionary Headers => _context.Response.Headers;

    public byte[] Body => _body.ToArray();

    /// <summary>GETs the video <c>v</c>.</summary>
    public static InMemoryExchange Get(IVideoStore store, StreamingOptions options, string range, params (string Name, string Value)[] headers)
    {
        var exchange = new InMemoryExchange();
        exchange._context.Response.Body = exchange._body;
        exchange._context.Request.Method = HttpMethods.Get;
        exchange._context.Request.Headers.Range = range;
        foreach (var (name, value) in headers)
            exchange._context.Request.Headers[name] = value;

        var streamer = new VideoStreamer(Options.Create(options), TimeProvider.System, Metrics, new CapturingLogger<VideoStreamer>());
        streamer.ServeAsync(exchange._context, store, VideoPath.Parse("v")).GetAwaiter().GetResult();
        return exchange;
    }

    /// <summary>The parts of a 206, of which a plain one has one.</summary>
    public List<VideoPart> Parts() =>
        VideoPart.ReadAll(Headers.ContentType.ToString(), Headers.ContentRange.Count > 0 ? ContentRangeHeaderValue.Parse(Headers.ContentRange.ToString()) : null, Body);

    public void Dispose() => _body.Dispose();
}
