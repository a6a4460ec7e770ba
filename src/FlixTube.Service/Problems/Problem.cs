using Microsoft.AspNetCore.Mvc;

namespace FlixTube.Service.Problems;

/// <summary>One kind of refusal, as clients see it (RFC 9457). The kind's name is stable; the words may change.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Kind">What programs compare: the last part of <c>type</c>.</param>
/// <param name="Title">The kind in words, the same for every occurrence.</param>
/// <param name="Detail">What was wrong this time and what to do. Never a secret, a stack trace or an SDK's text.</param>
internal sealed record Problem(int Status, string Kind, string Title, string? Detail = null)
{
    private const string MediaType = "application/problem+json";

    /// <summary>What is wrong with each field or parameter, by its name; <c>null</c> when it is not about such.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The refusal for what nobody foresaw.</summary>
    public static Problem Defect { get; } = new(500, "internal", "Something went wrong here",
        "It is in the log of the service. Nothing you sent is at fault.");

    /// <summary>Answers with this problem, to a HEAD with its headers alone.</summary>
    /// <remarks>The response must not have started; headers that were set before stay.</remarks>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";

        // A HEAD learns from the type that the refusal is ours (RFC 9110 section 9.3.2: the headers that a GET would get).
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentType = MediaType;
            return Task.CompletedTask;
        }

        return Errors is null
            ? response.WriteAsJsonAsync(Describe(new ProblemDetails(), context), ProblemJson.Default.ProblemDetails, MediaType, context.RequestAborted)
            : response.WriteAsJsonAsync(
                Describe(new HttpValidationProblemDetails(Errors), context), ProblemJson.Default.HttpValidationProblemDetails, MediaType, context.RequestAborted);
    }

    private TBody Describe<TBody>(TBody body, HttpContext context)
        where TBody : ProblemDetails
    {
        body.Type = $"urn:flixtube:problem:{Kind}";
        body.Title = Title;
        body.Status = Status;
        body.Detail = Detail;
        body.Instance = context.Request.Path;
        return body;
    }
}
