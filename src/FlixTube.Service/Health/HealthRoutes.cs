using FlixTube.Service.Problems;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.Service.Health;

internal static class HealthRoutes
{
    public const string Ready = "/health/ready";

    /// <summary>
    /// <c>/health/live</c> says that the process answers, <c>/health/ready</c> that it can do its work. Who fails is said,
    /// why is in the log. Degraded is ready: what still works goes on, and a service that every load balancer took out
    /// because one thing beside it is away would do nothing at all.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        if (report.Status == HealthStatus.Healthy)
            return context.Response.WriteAsync("{\"status\":\"healthy\"}", context.RequestAborted);

        if (report.Status == HealthStatus.Degraded)
        {
            var degraded = report.Entries.Where(static entry => entry.Value.Status == HealthStatus.Degraded).Select(static entry => $"\"{entry.Key}\"");
            return context.Response.WriteAsync($"{{\"status\":\"degraded\",\"degraded\":[{string.Join(',', degraded)}]}}", context.RequestAborted);
        }

        var failing = report.Entries.Where(static entry => entry.Value.Status == HealthStatus.Unhealthy).Select(static entry => entry.Key);
        return new Problem(StatusCodes.Status503ServiceUnavailable, "not-ready", "The service is not ready",
            $"No answer from: {string.Join(", ", failing)}.").WriteAsync(context);
    }
}
