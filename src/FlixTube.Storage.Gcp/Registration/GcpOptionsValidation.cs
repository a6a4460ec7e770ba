using System.Text.RegularExpressions;
using FlixTube.Storage.Gcp.Access;

namespace FlixTube.Storage.Gcp.Registration;

/// <summary>What can be wrong with the settings, each in a sentence that begins with the full key and says what to set.</summary>
internal static partial class GcpOptionsValidation
{
    private const int PartUnit = 256 << 10;
    private const int LargestPart = 64 << 20;

    /// <param name="options">The settings.</param>
    /// <param name="key">The key of their section, such as <c>VideoStorage:Gcp</c>.</param>
    public static IEnumerable<string> Validate(GcpStoreOptions options, string key)
    {
        if (string.IsNullOrEmpty(options.Bucket))
            yield return $"{key}:{nameof(options.Bucket)} is missing: set it to the name of the bucket that holds the videos.";
        else if (!BucketName().IsMatch(options.Bucket))
            yield return $"{key}:{nameof(options.Bucket)} is '{options.Bucket}', which no bucket can be called: set it to a name alone, such as my-videos, without gs:// and slashes.";

        if (!string.IsNullOrEmpty(options.KeyFilePath) && KeyFile.Problem(options.KeyFilePath) is { } problem)
            yield return $"{key}:{nameof(options.KeyFilePath)} {problem}: set it to the JSON key file of a service account, or leave it out to use the application default credentials.";

        if (!string.IsNullOrEmpty(options.EmulatorHost) && !Endpoint.TryParse(options.EmulatorHost, out _))
            yield return $"{key}:{nameof(options.EmulatorHost)} is '{options.EmulatorHost}': set it to host:port or to a URL, such as http://127.0.0.1:9199.";

        if (options.PartSizeBytes is < PartUnit or > LargestPart || options.PartSizeBytes % PartUnit != 0)
            yield return $"{key}:{nameof(options.PartSizeBytes)} is {options.PartSizeBytes}: set it to a multiple of {PartUnit} (256 KiB), at most {LargestPart} (64 MiB).";

        foreach (var wrong in options.Network.Validate($"{key}:{nameof(options.Network)}"))
            yield return wrong;
    }

    // Cloud Storage's rules for bucket names, but for those about the parts between dots.
    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BucketName();
}
