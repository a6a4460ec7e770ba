using System.Text;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http.Registration;

/// <summary>What can be wrong with the settings, each in a sentence that begins with the full key and says what to set.</summary>
internal static class HttpOptionsValidation
{
    /// <param name="options">The settings.</param>
    /// <param name="key">The key of their section, such as <c>VideoStorage:Http</c>.</param>
    public static IEnumerable<string> Validate(HttpStoreOptions options, string key)
    {
        if (string.IsNullOrEmpty(options.BaseAddress))
            yield return $"{key}:{nameof(options.BaseAddress)} is missing: set it to the address of the gateway that keeps the videos, such as http://video-storage:80.";
        else if (!IsAddress(options.BaseAddress))
            yield return $"{key}:{nameof(options.BaseAddress)} is no address of a gateway: set it to a URL of http or https without user, query and fragment, such as http://video-storage:80.";

        if (options.Token?.Any(static c => c is <= ' ' or > '~') == true)
            yield return $"{key}:{nameof(options.Token)} has characters that no bearer token has: set it to the token alone, without the word Bearer, or leave it out.";

        if (!string.IsNullOrEmpty(options.JwtKey))
        {
            if (Encoding.UTF8.GetByteCount(options.JwtKey) < ServiceTokens.MinKeyBytes)
                yield return $"{key}:{nameof(options.JwtKey)} is too short for HS256: set it to the {ServiceTokens.MinKeyBytes} bytes or more that the gateway has in Access:JwtKey, or to nothing.";

            if (!string.IsNullOrEmpty(options.Token))
                yield return $"{key}:{nameof(options.Token)} and {key}:{nameof(options.JwtKey)} are both set: set one of them.";
        }

        foreach (var wrong in options.Network.Validate($"{key}:{nameof(options.Network)}"))
            yield return wrong;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.Host.Length > 0
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0;
}
