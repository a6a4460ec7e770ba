using FlixTube.Service.Access;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Access;

internal static class HistoryAccess
{
    public static void AddHistoryAccess(this IServiceCollection services)
    {
        services.AddOptions<HistoryAccessOptions>().BindConfiguration(HistoryAccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HistoryAccessOptions>, HistoryAccessOptions.Validator>();
    }

    /// <summary>The route is for callers with this role where <c>History:RequireToken</c> is set, and else for all.</summary>
    public static RouteHandlerBuilder RequireRoleIfSet(this RouteHandlerBuilder route, IEndpointRouteBuilder routes, Role role) =>
        routes.ServiceProvider.GetRequiredService<IOptions<HistoryAccessOptions>>().Value.RequireToken
            ? route.RequireRole(role)
                .ProducesProblem(StatusCodes.Status401Unauthorized)
                .ProducesProblem(StatusCodes.Status403Forbidden)
            : route;
}
