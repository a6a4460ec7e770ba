namespace FlixTube.Storage.Http.Protocol;

/// <summary>A store's validator as an entity tag (RFC 9110 section 8.8.3).</summary>
internal static class EntityTag
{
    private const int MaxLength = 256;

    public static string Format(string etag) => $"\"{etag}\"";

    /// <summary>Whether <paramref name="etag"/> is one that a <see cref="VideoProperties.ETag"/> can be; only such a one may go into a header.</summary>
    public static bool IsValid(string etag) =>
        etag.Length is >= 1 and <= MaxLength && etag.All(static c => c is '!' or (>= '#' and <= '~'));

    /// <summary>What stands in the quotes of one strong tag; <c>null</c> when the text is anything else.</summary>
    public static string? ParseStrong(string? text) =>
        text is ['"', .. var etag, '"'] && IsValid(etag) ? etag : null;
}
