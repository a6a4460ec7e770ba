using System.Diagnostics.CodeAnalysis;

namespace FlixTube.Storage.Gcp.Access;

/// <summary>Where Cloud Storage answers.</summary>
/// <param name="Root">Scheme, host and port, with a slash at the end.</param>
/// <param name="IsEmulator">Whether it is not Google's own, and is asked without credentials.</param>
internal sealed record Endpoint(Uri Root, bool IsEmulator)
{
    /// <summary>Google's own, for every bucket in the world.</summary>
    public static readonly Endpoint Google = new(new Uri("https://storage.googleapis.com/"), IsEmulator: false);

    /// <summary>
    /// The root in all the forms that are in use for STORAGE_EMULATOR_HOST: <c>host:port</c>, a URL, and a URL that ends
    /// in <c>/storage/v1/</c>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = null;
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0
            || uri.AbsolutePath.TrimEnd('/') is not ("" or "/storage/v1")
            || uri.Query.Length > 0
            || uri.UserInfo.Length > 0)
        {
            return false;
        }

        endpoint = new Endpoint(new Uri(uri.GetLeftPart(UriPartial.Authority) + "/"), IsEmulator: true);
        return true;
    }
}
