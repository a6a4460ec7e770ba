namespace FlixTube.Service.Problems;

internal sealed partial class ExceptionTranslator
{
    private void Log(HttpContext context, Exception exception, int status, bool isReport)
    {
        var (method, route) = (context.Request.Method, context.Request.Path);
        if (status < StatusCodes.Status500InternalServerError)
        {
            LogRefused(method, route, status, exception.Message);
            return;
        }

        // What a part reports says in one sentence what to look at; a defect needs its stack trace.
        LogFailed(isReport ? null : exception, method, route, status, exception.Message);
        if (isReport)
            LogDetails(exception, method, route);
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Route} was given up by the client")]
    private partial void LogClientLeft(string method, string route);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Route} was refused with {Status}: {Reason}")]
    private partial void LogRefused(string method, string route, int status, string reason);

    [LoggerMessage(4, LogLevel.Debug, "{Method} {Route} failed because of this")]
    private partial void LogDetails(Exception exception, string method, string route);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Route} failed with {Status}: {Reason}")]
    private partial void LogFailed(Exception? defect, string method, string route, int status, string reason);
}
