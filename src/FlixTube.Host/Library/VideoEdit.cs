using System.Text.Json;
using FlixTube.Catalog;
using FlixTube.Host.Problems;
using FlixTube.Service.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace FlixTube.Host.Library;

/// <summary><c>PATCH /videos/{id}</c>: changes what is said about a video.</summary>
internal sealed class VideoEdit(IVideoCatalog catalog, VideoLookup lookup)
{
    // The longest of everything, with every character escaped, takes half of it.
    private const int MaxBytes = 256 * 1024;
    private const int MaxAttempts = 10;

    public async Task<IResult> PatchAsync(string id, HttpContext context)
    {
        var patch = DetailsPatch.Parse(await ReadAsync(context));
        var path = (await lookup.FindAsync(id, context.RequestAborted)).Path;
        for (var attempt = 1; ; attempt++)
        {
            var present = await lookup.PresentAsync(id, path, context.RequestAborted);
            VideoVersion.Check(context.Request.Headers.IfMatch, present);
            try
            {
                var after = await catalog.UpdateAsync(present.Id, present.Version, patch.Apply(present.Details), context.RequestAborted);
                context.Response.Headers.ETag = VideoVersion.Tag(after);
                return TypedResults.Json(VideoEntry.Of(after), LibraryJson.Default.VideoEntry);
            }
            catch (VideoCatalogException e) when (e.Error == VideoCatalogError.VersionConflict && attempt < MaxAttempts)
            {
                // Somebody else was faster. Whether that matters is for If-Match to say, which is looked at again.
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is not ("application/json" or "application/merge-patch+json"))
        {
            throw new ProblemException(new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type",
                "This is not how a video is described", "Send a JSON object as application/merge-patch+json or application/json."));
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBytes;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new ProblemException(VideoRefusals.InvalidEntry("The body is not JSON."));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(new Problem(e.StatusCode, "too-large", "The description is too large", $"The limit is {MaxBytes} bytes."));
        }
    }
}
