using System.Net.Http.Headers;

namespace FlixTube.Storage.S3.Objects;

internal static class HeaderText
{
    /// <summary>The header as the service wrote it; <c>null</c> when it is not there.</summary>
    public static string? Text(this HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
