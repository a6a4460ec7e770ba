using Azure.Storage.Blobs.Models;

namespace FlixTube.Storage.Azure.Reading;

/// <summary>An answer of the service to a download.</summary>
/// <param name="Details">What its headers tell.</param>
/// <param name="Body">Its body; whoever has it disposes of it.</param>
internal sealed record OpenBlob(BlobDownloadDetails Details, Stream Body)
{
    /// <summary>Which bytes they are, when they are a range.</summary>
    public ContentRange? Range { get; } = ContentRange.TryParse(Details.ContentRange);
}
