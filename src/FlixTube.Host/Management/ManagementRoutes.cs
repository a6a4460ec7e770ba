using FlixTube.Service.Access;
using FlixTube.Host.Documentation;
using FlixTube.Storage;

namespace FlixTube.Host.Management;

internal static class ManagementRoutes
{
    public static void AddManagement(this IServiceCollection services) => services.AddSingleton<StorageSwitch>();

    /// <summary><c>/storage</c> says which provider serves, <c>/storage/switch</c> changes it.</summary>
    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/storage", static (HttpContext context, IVideoStorageSwitch storage) =>
                TypedResults.Json(
                    StorageAnswer.Of(storage.Status, withReasons: context.User.Has(Role.Operator)), ManagementJson.Default.StorageAnswer))
            // Open to all, but callers who say who they are are told more.
            .RequireRole(Role.Operator)
            .AllowAnonymous()
            .WithSummary("Says which provider serves, what drains, and how the last switch ended; its reasons to those who may manage.")
            .Produces<StorageAnswer>();

        routes.MapPost("/storage/switch", static (HttpContext context, StorageSwitch storage) => storage.SwitchAsync(context))
            .RequireRole(Role.Operator)
            .WithSummary("Switches storage to a provider, or probes it only, and answers when that is done or has failed.")
            .WithJsonBody<SwitchRequest>("The provider's name; dryRun to probe only.")
            .Produces<SwitchAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .DisableRequestTimeout();
    }
}
