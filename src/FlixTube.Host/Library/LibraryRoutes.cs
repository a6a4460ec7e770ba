using FlixTube.Service.Access;
using FlixTube.Service.Configuration;
using FlixTube.Host.Documentation;
using FlixTube.Host.Streaming;
using FlixTube.Host.Viewing;
using FlixTube.Storage;
using Microsoft.AspNetCore.Mvc;

namespace FlixTube.Host.Library;

internal static class LibraryRoutes
{
    public static void AddLibrary(this IServiceCollection services)
    {
        services.AddCheckedOptions<UploadOptions>(UploadOptions.Section);
        services.AddSingleton<VideoLookup>();
        services.AddSingleton<VideoShelf>();
        services.AddSingleton<VideoEdit>();
        services.AddSingleton<Upload>();
        services.AddHostedService<FirstDiscovery>();
    }

    /// <summary><c>/video</c> streams one; <c>/videos</c> lists, takes, describes, changes and deletes.</summary>
    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/video", [HttpMethods.Get, HttpMethods.Head],
                static async (HttpContext context, VideoLookup lookup, ViewWatch views, VideoStreamer streamer, [FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store) =>
                {
                    var path = await lookup.PathAsync(context.Request);
                    using var watched = views.Watch(context, path);
                    await streamer.ServeAsync(context, store, path);
                })
            .RequireViewerOfVideo()
            .WithSummary("Streams a video, or the ranges of it that the Range header asks for.")
            .WithQuery("path", "The video's path. Either this or id.")
            .WithQuery("id", "The video's id: 24 hexadecimal digits. Either this or path.")
            .WithQuery("download", "1 to have a browser save the video instead of playing it.")
            .WithQuery("token", "A link's token, where Playback:RequireToken is set and the request has no bearer token.")
            .Produces(StatusCodes.Status200OK, contentType: "video/mp4")
            .Produces(StatusCodes.Status206PartialContent, contentType: "video/mp4")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status416RangeNotSatisfiable)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .DisableRequestTimeout();

        routes.MapGet("/videos", static (HttpContext context, VideoShelf shelf) => shelf.ListAsync(context))
            .RequireViewer()
            .WithSummary("Lists the videos that a search asks for, in pages. The first page says how many there are.")
            .WithQuery("orderBy", "path, which is the default; title, those without one first; or newest.")
            .WithQuery("title", "What the title begins with, upper or lower case.")
            .WithQuery("tag", "One of the tags, exactly.")
            .WithQuery("pageSize", "1 to 1000; 100 when absent.")
            .WithQuery("pageToken", "nextPageToken of the page before.")
            .Produces<VideoSummaries>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);

        routes.MapPost("/videos", static (HttpContext context, Upload upload) => upload.ReceiveAsync(context))
            .RequireRole(Role.Uploader)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Stores the body as a video. 'If-None-Match: *' refuses to replace one that is there.")
            .WithQuery("path", "Where to put the video.")
            .WithVideoBody()
            .Produces<VideoDetails>(StatusCodes.Status201Created)
            .Produces<VideoDetails>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .DisableRequestTimeout();

        routes.MapGet("/videos/{id}", static (string id, HttpContext context, VideoShelf shelf) => shelf.DescribeAsync(id, context))
            .RequireViewerOfVideo()
            .WithSummary("Describes a video. The ETag is the version of its entry in the catalogue.")
            .Produces<VideoDetails>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        routes.MapPatch("/videos/{id}", static (string id, HttpContext context, VideoEdit edit) => edit.PatchAsync(id, context))
            .RequireRole(Role.Uploader)
            .WithSummary("Changes what is said about a video: a JSON merge patch. 'If-Match' with the ETag refuses to overwrite somebody else's change.")
            .WithPatchBody()
            .Produces<VideoEntry>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        routes.MapDelete("/videos/{id}", static (string id, HttpContext context, VideoShelf shelf) => shelf.DeleteAsync(id, context))
            .RequireRole(Role.Uploader)
            .WithSummary("Deletes a video from the catalogue and the store. 'If-Match' with the ETag refuses when somebody changed its entry.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}
