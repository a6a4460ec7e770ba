namespace FlixTube.Service.Problems;

/// <summary>The refusals that more than one route gives.</summary>
internal static class Refusals
{
    public static Problem BadRequest(string kind, string title, string detail) =>
        new(StatusCodes.Status400BadRequest, kind, title, detail);

    /// <summary>The refusal for a status that something below us set without saying more.</summary>
    public static Problem ForStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new(404, "unknown-route", "There is nothing here",
            "The routes are listed at /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => new(405, "method-not-allowed", "This route has no such method",
            $"Allowed here: {context.Response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => new(415, "unsupported-media-type", "This route does not take such a body"),
        StatusCodes.Status504GatewayTimeout => new(504, "timeout", "The answer took too long",
            "Try again; if it goes on, the store or the catalogue is slow."),
        var status => new(status, "http-" + status.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)),
    };
}
