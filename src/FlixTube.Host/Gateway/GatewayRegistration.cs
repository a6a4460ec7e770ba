using FlixTube.Service.Access;
using FlixTube.Host.Documentation;
using FlixTube.Host.Library;
using FlixTube.Storage;
using FlixTube.Storage.Http.Protocol;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Gateway;

internal static class GatewayRegistration
{
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddSingleton<StoreListing>();
        services.AddSingleton<StoreChanges>();
    }

    /// <summary>
    /// <c>/storage/…</c>: the store as it is, by path and without the catalogue, for a store over this gateway. It reads
    /// from <c>/video</c>, as viewers do.
    /// </summary>
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        var gateway = routes.MapGroup("").AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers[GatewayHeaders.Store] = GatewayHeaders.Version;
            return next(context);
        });

        gateway.MapGet(GatewayRoutes.Capabilities, static ([FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store, IOptionsMonitor<UploadOptions> upload) =>
                TypedResults.Json(
                    GatewayCapabilities.Of(store.Capabilities, upload.CurrentValue.MaxBytes), GatewayJson.Default.GatewayCapabilities))
            .WithSummary("Says what the store that serves can do.")
            .Produces<GatewayCapabilities>();

        gateway.MapGet(GatewayRoutes.Videos, static (HttpContext context, StoreListing listing) => listing.ListAsync(context))
            .RequireViewer()
            .WithSummary("Lists what the store has, in the order of the paths' UTF-8 bytes, in pages.")
            .WithQuery("prefix", "What the paths must begin with, character by character.")
            .WithQuery("pageSize", "1 to 1000; 1000 when absent. A page may have fewer, even none, and still be followed by others.")
            .WithQuery("pageToken", "nextPageToken of the page before.")
            .Produces<ListedVideos>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        gateway.MapPut(GatewayRoutes.Videos, static (HttpContext context, StoreChanges changes) => changes.WriteAsync(context))
            .RequireRole(Role.Uploader)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Writes the body as a video. 'If-None-Match: *' refuses to replace one, 'If-Match' replaces one version only.")
            .WithQuery("path", "Where to put the video.")
            .WithHeader(GatewayHeaders.Metadata, "What to keep with the video: key=value&key=value, the values percent-encoded.")
            .WithHeader("If-Match", "The store's own entity tag of the version to replace, as PUT, the list and FlixTube-Store answers have it.")
            .WithVideoBody()
            .Produces<StoredVideo>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status501NotImplemented)
            .DisableRequestTimeout();

        gateway.MapDelete(GatewayRoutes.Videos, static (HttpContext context, StoreChanges changes) => changes.DeleteAsync(context))
            .RequireRole(Role.Uploader)
            .WithSummary("Deletes a video from the store. That there is none is no error.")
            .WithQuery("path", "The video's path.")
            .WithHeader("If-Match", "The store's own entity tag of the version to delete.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status501NotImplemented);
    }
}
