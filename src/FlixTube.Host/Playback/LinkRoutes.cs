using FlixTube.Host.Documentation;
using FlixTube.Service.Access;

namespace FlixTube.Host.Playback;

internal static class LinkRoutes
{
    public static void AddPlayback(this IServiceCollection services) => services.AddSingleton<LinkMaker>();

    /// <summary><c>POST /videos/{id}/link</c> makes an address under which whoever has it may watch one video for a while.</summary>
    public static void MapPlayback(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/videos/{id}/link", static (string id, HttpContext context, LinkMaker links) => links.MakeAsync(id, context))
            .RequireRole(Role.Viewer)
            .WithSummary("Makes a link to a video that ends by itself. A viewer's own ends with the viewer's token; uploaders and operators make them for others.")
            .WithQuery("lifetime", "How long it lives, in seconds; Playback:LinkLifetime when absent, Playback:MaxLinkLifetime at most.")
            .WithQuery("subject", "Whose it is, by which it can be revoked; the caller's own when absent. For uploaders and operators.")
            .Produces<LinkAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status501NotImplemented)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
