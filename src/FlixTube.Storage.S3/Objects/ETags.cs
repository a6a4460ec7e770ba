namespace FlixTube.Storage.S3.Objects;

/// <summary>The contract's validators have no quotes, the protocol's have.</summary>
internal static class ETags
{
    /// <summary>Whether S3 could ever have made it. <c>*</c> is a legal text, but servers take it for "any version".</summary>
    public static bool IsPossible(string etag) =>
        etag.Length is > 0 and <= 256 && etag is not "*" && !etag.AsSpan().ContainsAnyExceptInRange('!', '~') && !etag.Contains('"', StringComparison.Ordinal);

    public static string Quoted(string etag) => $"\"{etag}\"";

    public static string Unquoted(string? header) => header?.Trim('"') ?? "";
}
