namespace FlixTube.Storage.Network;

/// <summary>Knows failures of calls that reached nobody: no address, no connection, no secure one.</summary>
internal static class ConnectFailure
{
    /// <summary>Whether <paramref name="failure"/> is one or was caused by one.</summary>
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => true,

        // The limit on connecting of a SocketsHttpHandler; every other limit is a token of ours.
        TimeoutException => true,
        AggregateException several => several.InnerExceptions.Any(Is),
        _ => Is(failure.InnerException),
    };
}
