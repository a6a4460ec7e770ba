using FlixTube.History.Access;
using FlixTube.Messaging.Publishing;
using FlixTube.Messaging.Viewed;
using FlixTube.Service.Access;
using Microsoft.AspNetCore.Mvc;

namespace FlixTube.History.Receiving;

internal static class ReceivingRegistration
{
    /// <summary>The two ways in: directly, and by the broker when configuration names one.</summary>
    public static void AddReceiving(this IServiceCollection services)
    {
        services.AddRabbitMQOptions();
        services.AddSingleton<ViewMetrics>();
        services.AddSingleton<DirectView>();
        services.AddSingleton<ViewConsumer>();
        services.AddHostedService(static provider => provider.GetRequiredService<ViewConsumer>());
    }

    public static void MapReceiving(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/viewed", static (HttpContext context, DirectView view) => view.ReceiveAsync(context))
            .RequireRoleIfSet(routes, Role.Uploader)
            .WithMetadata(new RequestSizeLimitAttribute(ViewedMessage.MaxBytes))
            .WithSummary($"Records that a video was viewed: {{ \"videoPath\", \"videoId\", \"at\" }}, of which the path alone is needed. The same '{HttpRecipient.IdHeader}' again is the same view.")
            .Accepts<ViewedText>("application/json")
            .Produces(StatusCodes.Status200OK)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
