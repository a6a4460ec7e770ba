using System.Globalization;

namespace FlixTube.Service.Problems;

internal static class RetryAfterHeader
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(5);

    /// <summary>Tells whoever gets a 503 when to come back: after <paramref name="asked"/>, or 5 seconds (RFC 9110 section 10.2.3).</summary>
    public static void SetRetryAfter(this IHeaderDictionary headers, Problem problem, TimeSpan? asked = null)
    {
        if (problem.Status == StatusCodes.Status503ServiceUnavailable && headers.RetryAfter.Count == 0)
            headers.RetryAfter = Math.Ceiling((asked ?? Default).TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
