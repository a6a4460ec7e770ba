using Google.Apis.Auth.OAuth2;

namespace FlixTube.Storage.Gcp.Access;

/// <summary>The JSON key file of a service account.</summary>
internal static class KeyFile
{
    /// <summary>Says why the file is of no use, as the end of a sentence; <c>null</c> when it is a key. Never shows what is in it.</summary>
    public static string? Problem(string path)
    {
        if (!File.Exists(path))
            return $"names '{path}', which does not exist";

        try
        {
            _ = Read(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"names '{path}', which cannot be read";
        }
        catch (Exception e) when (IsOfContent(e))
        {
            return $"names '{path}', which is no key of a service account";
        }
    }

    /// <summary>Reads the key.</summary>
    public static GoogleCredential Read(string path) =>
        CredentialFactory.FromFile<ServiceAccountCredential>(path).ToGoogleCredential();

    // What the parser of Google's library lets through depends on what is wrong with the text.
    private static bool IsOfContent(Exception e) =>
        e is InvalidOperationException or ArgumentException or FormatException or System.Security.Cryptography.CryptographicException
        || e.GetType().Namespace?.StartsWith("Newtonsoft.Json", StringComparison.Ordinal) == true;
}
