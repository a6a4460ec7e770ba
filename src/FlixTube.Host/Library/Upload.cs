using FlixTube.Catalog;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;
using FlixTube.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Library;

/// <summary><c>POST /videos?path=…</c>: the body is the video. It streams into the store and is registered when it is there whole.</summary>
internal sealed class Upload(
    [FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store,
    IVideoCatalog catalog,
    IOptionsMonitor<UploadOptions> options)
{
    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var request = context.Request;
        var path = VideoPath.Parse(QueryValue.Find(request, "path")
            ?? throw Refused("missing-parameter", "The request does not say where to put the video", "Add ?path= with the video's path.", "path"));

        var write = new WriteOptions { ContentType = ContentType(request), CreateOnly = IsCreateOnly(request) };

        // Kestrel holds the body to it: by Content-Length before the first byte, by counting where there is none.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = options.CurrentValue.MaxBytes;

        var properties = await store.WriteAsync(path, request.Body, write, context.RequestAborted);

        // The video is stored now; a client that leaves must not keep it out of the catalogue.
        var (video, created) = await catalog.RegisterAsync(path, CancellationToken.None);

        context.Response.Headers.Location = $"/videos/{video.Id}";
        return TypedResults.Json(
            VideoDetails.Of(video, properties),
            LibraryJson.Default.VideoDetails,
            statusCode: created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static string? ContentType(HttpRequest request)
    {
        if (request.Headers.ContentRange.Count > 0)
            throw Refused("partial-upload", "A video cannot be uploaded in pieces", "Send all of it as the body, without Content-Range.", "Content-Range");

        if (request.Headers.ContentEncoding.Count > 0)
            throw Unsupported("The body must be the video as it is, without Content-Encoding.");

        return request.ContentType switch
        {
            // What curl --data-binary says when it is told nothing: no statement about the video.
            "application/x-www-form-urlencoded" or "" or null => null,
            var type when type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) =>
                throw Unsupported("The body must be the video itself, not a form: for example 'curl --data-binary @video.mp4'."),
            var type when type.Length > 256 || type.Any(c => c is < ' ' or > '~') =>
                throw Refused("invalid-content-type", "The Content-Type is malformed", "Give a media type such as video/mp4.", "Content-Type"),
            var type => type,
        };
    }

    private static bool IsCreateOnly(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count > 0 || request.Headers.IfUnmodifiedSince.Count > 0)
            throw Refused("unsupported-condition", "This condition is not supported here", "An upload can be conditional by 'If-None-Match: *' only.");

        return request.Headers.IfNoneMatch.ToString() switch
        {
            "" => false,
            "*" => true,
            _ => throw Refused("unsupported-condition", "This condition is not supported here", "An upload can be conditional by 'If-None-Match: *' only."),
        };
    }

    private static ProblemException Refused(string kind, string title, string detail, params ReadOnlySpan<string> fields) =>
        new(Refusals.BadRequest(kind, title, detail, fields));

    private static ProblemException Unsupported(string detail) =>
        new(new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "This is not how a video is uploaded", detail));
}
