using System.Net.Http.Headers;

namespace FlixTube.Storage.S3.Objects;

/// <summary>
/// The content types that can be sent. The SDK signs the header as it was given and sends it as .NET would write it
/// (<c>text/plain;charset=utf-8</c> gets a space), and then the signature is wrong.
/// </summary>
internal static class ContentTypes
{
    /// <summary>The same type as .NET writes it; <see cref="VideoContentType.Unknown"/> for what is no media type.</summary>
    public static string Header(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.ToString() : VideoContentType.Unknown;
}
