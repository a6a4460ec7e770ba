using Azure;
using Azure.Storage.Blobs.Models;

namespace FlixTube.Storage.Azure.Blobs;

/// <summary>Between the contract's ETags, which have no quotes, and the service's, which have them here and not there.</summary>
internal static class EntityTag
{
    // No version has it, so that a text which is no validator matches none, rather than being read as syntax.
    private static readonly ETag None = new("\"-\"");

    public static string Text(ETag etag) => etag.ToString("H").Trim('"');

    public static BlobRequestConditions? IfMatch(string? text) => text is null ? null : new BlobRequestConditions { IfMatch = Tag(text) };

    public static ETag Tag(string text) =>
        text.Length is > 0 and <= 256 && text.All(c => c is '!' or (>= '#' and <= '~')) && text is not "*"
            ? new ETag($"\"{text}\"")
            : None;
}
