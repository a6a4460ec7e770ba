using System.Net;

namespace FlixTube.Service.Access;

/// <summary>
/// Tells a person or program on this machine from everything that only looks like one: a proxy's client, a page of
/// another site in a browser here, a name that was made to resolve to this machine.
/// </summary>
internal static class LocalCaller
{
    /// <summary>Why the request is not from a local caller; <c>null</c> when it is.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (request.HttpContext.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(Unmapped(address)))
            return "the request comes from another machine";

        if (request.Headers.Keys.Any(IsForwarding))
            return "the request was forwarded by a proxy";

        if (!IsLoopbackName(request.Host.Host))
            return "the request is for another host name than this machine's own";

        if (request.Headers.Origin is [{ } origin] && !IsSameOrigin(origin, request) || request.Headers.Origin.Count > 1)
            return "a page of another site sent the request";

        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            ? null
            : "a page of another site sent the request";
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsForwarding(string header) =>
        header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(Unmapped(address)));

    private static bool IsSameOrigin(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
