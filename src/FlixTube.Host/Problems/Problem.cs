using Microsoft.AspNetCore.Mvc;

namespace FlixTube.Host.Problems;

/// <summary>One kind of refusal, as clients see it (RFC 9457). The kind's name is stable; the words may change.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Kind">What programs compare: the last part of <c>type</c>.</param>
/// <param name="Title">The kind in words, the same for every occurrence.</param>
/// <param name="Detail">What was wrong this time and what to do. Never a secret, a stack trace or an SDK's text.</param>
internal sealed record Problem(int Status, string Kind, string Title, string? Detail = null)
{
    /// <summary>Answers with this problem. Does nothing but set the status when the request was a HEAD.</summary>
    /// <remarks>The response must not have started; headers that were set before stay.</remarks>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";

        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;

        var body = new ProblemDetails
        {
            Type = $"urn:flixtube:problem:{Kind}",
            Title = Title,
            Status = Status,
            Detail = Detail,
            Instance = context.Request.Path,
        };
        return response.WriteAsJsonAsync(body, ProblemJson.Default.ProblemDetails, "application/problem+json", context.RequestAborted);
    }
}
