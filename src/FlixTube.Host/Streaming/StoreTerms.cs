using System.Globalization;
using FlixTube.Storage;
using FlixTube.Storage.Http.Protocol;
using Microsoft.Net.Http.Headers;

namespace FlixTube.Host.Streaming;

/// <summary>
/// How a request and its answer speak when a store asks: its own entity tags, and beside the headers of every video those
/// with which it knows the video as this host's store does.
/// </summary>
internal static class StoreTerms
{
    public static bool AreSpokenBy(HttpRequest request) =>
        string.Equals(request.Headers[GatewayHeaders.Store], GatewayHeaders.Version, StringComparison.Ordinal);

    /// <summary>The one version that a store asks for, by the tag of this host's store, which can decide it itself.</summary>
    public static string? Pin(HttpRequest request) =>
        AreSpokenBy(request) ? EntityTag.ParseStrong(request.Headers.IfMatch) : null;

    public static void Describe(HttpResponse response, VideoProperties video)
    {
        var headers = response.Headers;
        headers[GatewayHeaders.Store] = GatewayHeaders.Version;
        headers[HeaderNames.Vary] = GatewayHeaders.Store;
        headers[GatewayHeaders.LastModified] = video.LastModified.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        if (video.ContentHash is { } hash)
            headers[GatewayHeaders.ContentHash] = hash;

        if (video.Metadata.Count > 0)
            headers[GatewayHeaders.Metadata] = MetadataHeader.Format(video.Metadata);
    }
}
