namespace FlixTube.Service.Problems;

/// <summary>The refusals that more than one route gives.</summary>
internal static class Refusals
{
    /// <param name="kind">What programs compare.</param>
    /// <param name="title">The same in words.</param>
    /// <param name="detail">What was wrong this time and what to do.</param>
    /// <param name="fields">The fields or parameters that it is about.</param>
    public static Problem BadRequest(string kind, string title, string detail, params ReadOnlySpan<string> fields)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var field in fields)
            errors[field] = [detail];

        return new(StatusCodes.Status400BadRequest, kind, title, detail) { Errors = errors.Count > 0 ? errors : null };
    }

    /// <summary>A body or a set of parameters in which several things may be wrong.</summary>
    /// <param name="kind">What programs compare.</param>
    /// <param name="title">The same in words.</param>
    /// <param name="errors">What is wrong with each field, by its name.</param>
    public static Problem BadRequest(string kind, string title, IReadOnlyDictionary<string, string[]> errors) =>
        new(StatusCodes.Status400BadRequest, kind, title, string.Join(' ', errors.Values.SelectMany(static reasons => reasons))) { Errors = errors };

    /// <summary>The refusal of fields, each with what it must be; the field without a name is the whole body.</summary>
    public static Problem InvalidFields(IReadOnlyDictionary<string, string> fields) =>
        new(StatusCodes.Status400BadRequest, "invalid-fields", "The request is not as it must be",
            string.Join(' ', fields.Select(static field => field.Key.Length == 0 ? field.Value : $"{field.Key}: {field.Value}")))
        {
            Errors = fields.ToDictionary(static field => field.Key, static field => new[] { field.Value }, StringComparer.Ordinal),
        };

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
