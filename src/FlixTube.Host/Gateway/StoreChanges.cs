using FlixTube.Host.Library;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;
using FlixTube.Storage;
using FlixTube.Storage.Http.Protocol;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FlixTube.Host.Gateway;

/// <summary>
/// <c>PUT</c> and <c>DELETE /storage/videos?path=…</c>: what a store over this gateway does to the store behind it. The
/// catalogue learns of it as of every video that comes into the store or goes by another way than its own.
/// </summary>
internal sealed class StoreChanges(
    [FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store,
    IOptionsMonitor<UploadOptions> options)
{
    public async Task<IResult> WriteAsync(HttpContext context)
    {
        var request = context.Request;
        var path = PathOf(request);
        string[] partial = [.. new[] { HeaderNames.ContentRange, HeaderNames.ContentEncoding }.Where(request.Headers.ContainsKey)];
        if (partial.Length > 0)
            throw Refused("partial-upload", "A video cannot be uploaded in pieces or packed", "Send all of it as the body, as it is.", partial);

        var write = Options(request);

        // Kestrel holds the body to it: by Content-Length before the first byte, by counting where there is none.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = options.CurrentValue.MaxBytes;

        var written = await store.WriteAsync(path, request.Body, write, context.RequestAborted);
        return TypedResults.Json(StoredVideo.Of(written), GatewayJson.Default.StoredVideo);
    }

    public async Task<IResult> DeleteAsync(HttpContext context)
    {
        var path = PathOf(context.Request);
        var delete = new DeleteOptions { IfMatch = IfMatch(context.Request) };
        await store.DeleteAsync(path, delete, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static VideoPath PathOf(HttpRequest request) =>
        VideoPath.Parse(QueryValue.Find(request, "path")
            ?? throw Refused("missing-parameter", "The request does not say which video", "Add ?path= with the video's path.", "path"));

    private static WriteOptions Options(HttpRequest request)
    {
        var write = new WriteOptions
        {
            ContentType = string.IsNullOrEmpty(request.ContentType) ? null : request.ContentType,
            Metadata = Metadata(request),
            CreateOnly = IsCreateOnly(request),
            IfMatch = IfMatch(request),
        };
        try
        {
            write.Validate();
            return write;
        }
        catch (ArgumentException e)
        {
            throw write.CreateOnly && write.IfMatch is not null
                ? Refused("invalid-options", "The conditions exclude each other", "Send 'If-None-Match: *' or 'If-Match', not both.", HeaderNames.IfNoneMatch, HeaderNames.IfMatch)
                : InvalidOptions(e, HeaderNames.ContentType);
        }
    }

    private static VideoMetadata Metadata(HttpRequest request)
    {
        try
        {
            return MetadataHeader.Parse(request.Headers[GatewayHeaders.Metadata]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw InvalidOptions(e, GatewayHeaders.Metadata);
        }
    }

    private static bool IsCreateOnly(HttpRequest request) => request.Headers.IfNoneMatch.ToString() switch
    {
        "" => false,
        "*" => true,
        _ => throw UnsupportedCondition(HeaderNames.IfNoneMatch),
    };

    private static string? IfMatch(HttpRequest request)
    {
        if (request.Headers.IfUnmodifiedSince.Count > 0)
            throw UnsupportedCondition(HeaderNames.IfUnmodifiedSince);

        return request.Headers.IfMatch.Count == 0
            ? null
            : EntityTag.ParseStrong(request.Headers.IfMatch.ToString()) ?? throw UnsupportedCondition(HeaderNames.IfMatch);
    }

    private static ProblemException UnsupportedCondition(string header) =>
        Refused("unsupported-condition", "This condition is not supported here", "A change can be conditional by 'If-None-Match: *' (PUT) and by 'If-Match' with one strong tag.", header);

    private static ProblemException InvalidOptions(Exception failure, string header) =>
        Refused("invalid-options", "What is to be kept with the video is malformed", failure.Message, header);

    private static ProblemException Refused(string kind, string title, string detail, params ReadOnlySpan<string> fields) =>
        new(Refusals.BadRequest(kind, title, detail, fields));
}
