using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace FlixTube.Service.Problems;

/// <summary>
/// Turns what a service's parts and Kestrel throw into a <see cref="Problem"/>. The exception's own words are for the log:
/// they may name an account or a bucket.
/// </summary>
internal sealed partial class ExceptionTranslator(IEnumerable<IProblemTranslation> parts, ILogger<ExceptionTranslator> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested || exception is ConnectionResetException or ConnectionAbortedException)
        {
            LogClientLeft(context.Request.Method, context.Request.Path);
            context.Abort();
            return true;
        }

        var headers = context.Response.Headers;
        var reported = parts.Select(part => part.Translate(exception, headers)).FirstOrDefault(static found => found is not null);
        var problem = reported ?? Translate(exception);
        Log(context, exception, problem.Status, isReport: reported is not null || exception is ProblemException);

        headers.SetRetryAfter(problem);

        try
        {
            await problem.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientLeft(context.Request.Method, context.Request.Path);
        }

        return true;
    }

    private static Problem Translate(Exception exception) => exception switch
    {
        ProblemException e => e.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(413, "too-large", "The body is too large", "Nothing was stored. The limit is a setting of this service."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            new(408, "too-slow", "The request came too slowly", "Send it again over a faster connection."),
        BadHttpRequestException e =>
            new(e.StatusCode, "broken-request", "The request broke off or is malformed", "Nothing was stored. Send it again."),
        _ => Problem.Defect,
    };
}
