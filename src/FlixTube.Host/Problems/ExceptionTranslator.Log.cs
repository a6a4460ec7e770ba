namespace FlixTube.Host.Problems;

internal sealed partial class ExceptionTranslator
{
    private void Log(HttpContext context, Exception exception, int status)
    {
        if (status < StatusCodes.Status500InternalServerError)
            LogRefused(context.Request.Method, context.Request.Path, status, exception.Message);
        else
            LogFailed(exception, context.Request.Method, context.Request.Path, status, exception.Message);
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Route} was given up by the client")]
    private partial void LogClientLeft(string method, string route);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Route} was refused with {Status}: {Reason}")]
    private partial void LogRefused(string method, string route, int status, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Route} failed with {Status}: {Reason}")]
    private partial void LogFailed(Exception exception, string method, string route, int status, string reason);
}
