using System.Text.Json;

namespace FlixTube.Service.Access.Tokens;

/// <summary>Reads claims as RFC 7519 defines them. A claim of another kind is none.</summary>
internal static class JsonClaims
{
    /// <exception cref="InvalidOperationException">It is no Unicode.</exception>
    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The text, or the texts of the array, that dots lead to; none when there is no such thing.</summary>
    /// <exception cref="InvalidOperationException">One is no Unicode.</exception>
    public static IEnumerable<string> Texts(this JsonElement json, string path)
    {
        // A name with dots in it, such as the address that some providers make of it, comes before a way.
        if (!json.TryGetProperty(path, out var value))
        {
            value = json;
            foreach (var name in path.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                    return [];
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)],
            _ => [],
        };
    }

    /// <summary>A NumericDate (section 2): seconds since 1970, fractions allowed; <c>null</c> when it is none, or none that a clock can show.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds))
            return null;

        // A year before the end of time, so that skews and lifetimes can be added.
        return seconds >= 0 && seconds < DateTimeOffset.MaxValue.AddYears(-1).ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }

    public static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out _);
}
