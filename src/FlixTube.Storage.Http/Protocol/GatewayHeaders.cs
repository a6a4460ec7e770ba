namespace FlixTube.Storage.Http.Protocol;

/// <summary>The headers with which a gateway and a store over it speak of videos as stores do. Both ends use these names.</summary>
internal static class GatewayHeaders
{
    /// <summary>
    /// In a request for a video: answer in the terms of your store, whose own validator is then the entity tag of answers
    /// and conditions. In an answer: that was done.
    /// </summary>
    public const string Store = "FlixTube-Store";

    /// <summary>The value of <see cref="Store"/>: the version of these headers.</summary>
    public const string Version = "1";

    /// <summary><see cref="VideoProperties.LastModified"/> in full, in the round-trip format; <c>Last-Modified</c> has whole seconds.</summary>
    public const string LastModified = "FlixTube-Last-Modified";

    /// <summary><see cref="VideoProperties.ContentHash"/>.</summary>
    public const string ContentHash = "FlixTube-Content-SHA256";

    /// <summary><see cref="VideoProperties.Metadata"/>, see <see cref="MetadataHeader"/>.</summary>
    public const string Metadata = "FlixTube-Metadata";
}
