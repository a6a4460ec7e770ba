namespace FlixTube.Storage.S3.Signing;

/// <summary>The names of the headers that a signature covers: all that say which bytes are meant, and who asks when.</summary>
internal static class SignedHeaders
{
    private static readonly string[] _lists = [.. Enumerable.Range(0, 8).Select(List)];

    /// <summary>The list, in order, for a request that has or lacks each of these headers.</summary>
    public static string Of(string? ifMatch, string? range, string? token) =>
        _lists[(ifMatch is null ? 0 : 1) + (range is null ? 0 : 2) + (token is null ? 0 : 4)];

    private static string List(int has) =>
        "host" + ((has & 1) == 0 ? "" : ";if-match") + ((has & 2) == 0 ? "" : ";range")
        + ";x-amz-content-sha256;x-amz-date" + ((has & 4) == 0 ? "" : ";x-amz-security-token");
}
