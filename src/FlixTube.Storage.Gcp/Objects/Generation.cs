using System.Globalization;

namespace FlixTube.Storage.Gcp.Objects;

/// <summary>A generation as the validator of a video, and back.</summary>
internal static class Generation
{
    public static string ToETag(long generation) => generation.ToString(CultureInfo.InvariantCulture);

    /// <summary>The generation that a validator names, or <c>null</c> when it is none that this store ever gave.</summary>
    /// <remarks>0 is none: the service takes it as "there must be no object".</remarks>
    public static long? FromETag(string etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
        && generation > 0
        && string.Equals(ToETag(generation), etag, StringComparison.Ordinal)
            ? generation
            : null;
}
