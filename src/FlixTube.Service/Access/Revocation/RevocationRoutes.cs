using System.Text.Json;
using FlixTube.Service.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace FlixTube.Service.Access.Revocation;

internal static class RevocationRoutes
{
    public const string Path = "/access/revocations";

    /// <summary><c>POST /access/revocations</c> takes tokens back, in this process and in those that can be told.</summary>
    public static RouteHandlerBuilder MapRevocations(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, static (HttpContext context, Revocations revocations, TimeProvider time) => ReceiveAsync(context, revocations, time))
            .RequireRole(Role.Operator)
            .WithSummary("Revokes a token by its id, all tokens of a subject, or all links to a video, and ends the requests that are open with them.")
            .Produces<RevocationAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ReceiveAsync(HttpContext context, Revocations revocations, TimeProvider time)
    {
        var wanted = await ReadAsync(context);
        var errors = wanted.Errors(time.GetUtcNow());
        if (errors.Count > 0)
            throw new ProblemException(Refusals.BadRequest("invalid-revocation", "The body does not say what to revoke", errors));

        var end = revocations.TryAdd(wanted.Tokens, wanted.Until) ?? throw new ProblemException(new Problem(
            StatusCodes.Status503ServiceUnavailable, "too-many-revocations", "Too many revocations are in force",
            "Revoke by subject, or put it into Access:Revoked."));
        var announcer = context.RequestServices.GetService<IRevocationAnnouncer>();
        var announced = announcer is null ? null : await announcer.AnnounceAsync(wanted, context.RequestAborted);
        return TypedResults.Json(new RevocationAnswer(end, announced), RevocationJson.Default.RevocationAnswer);
    }

    private static async Task<RevocationRequest> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new ProblemException(new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "This is not how tokens are revoked",
                "Send JSON with Content-Type: application/json."));

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = RevocationRequest.MaxBytes;

        try
        {
            if (await context.Request.ReadFromJsonAsync(RevocationJson.Default.RevocationRequest, context.RequestAborted) is { } request)
                return request;
        }
        catch (JsonException)
        {
        }

        throw new ProblemException(Refusals.BadRequest("invalid-body", "The body does not say what to revoke",
            "Send an object such as {\"jti\": \"…\"}, {\"sub\": \"…\"} or {\"video\": \"…\"}, with \"until\" to end it earlier, and nothing else in it.",
            "jti", "sub", "video", "until"));
    }
}
