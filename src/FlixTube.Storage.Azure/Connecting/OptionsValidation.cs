using System.Buffers.Text;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace FlixTube.Storage.Azure.Connecting;

/// <summary>Says what is wrong with settings before anything is done with them.</summary>
internal static partial class OptionsValidation
{
    /// <summary>A sentence for each bad or missing setting; none shows a secret.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="key">The key of their section, such as <c>VideoStorage:Azure</c>.</param>
    public static IEnumerable<string> Problems(AzureStoreOptions options, string key)
    {
        var signIn = IsSet(options.ConnectionString)
            ? ConnectionStringProblems(options, options.ConnectionString!, key)
            : SignInProblems(options, key);

        return signIn.Concat(StoreProblems(options, key)).Concat(options.Network.Validate($"{key}:{nameof(options.Network)}"));
    }

    /// <summary>Whether nothing is set but an address, so that Azure.Identity has to sign in.</summary>
    public static bool UsesIdentity(AzureStoreOptions options) =>
        !IsSet(options.ConnectionString) && !IsSet(options.AccountKey) && !IsSet(options.SasToken) && !HasSignature(options.ServiceUri);

    private static IEnumerable<string> ConnectionStringProblems(AzureStoreOptions options, string connectionString, string key)
    {
        foreach (var (name, isSet) in new[]
        {
            (nameof(options.AccountName), IsSet(options.AccountName)),
            (nameof(options.AccountKey), IsSet(options.AccountKey)),
            (nameof(options.SasToken), IsSet(options.SasToken)),
            (nameof(options.ServiceUri), options.ServiceUri is not null),
        })
        {
            if (isSet)
                yield return $"{key}:{name} is set beside {nameof(options.ConnectionString)}: remove one of them.";
        }

        if (!CanConnect(connectionString))
            yield return $"{key}:{nameof(options.ConnectionString)} is no connection string of a storage account with a blob endpoint: copy it whole from the account's access keys.";
    }

    private static IEnumerable<string> SignInProblems(AzureStoreOptions options, string key)
    {
        var hasSas = IsSet(options.SasToken) || HasSignature(options.ServiceUri);
        if (!IsSet(options.AccountName) && options.ServiceUri is null)
            yield return $"{key}:{nameof(options.ConnectionString)} is missing: set it, or {nameof(options.AccountName)} and {nameof(options.AccountKey)}, or {nameof(options.ServiceUri)}.";
        else if (IsSet(options.AccountKey) && !IsSet(options.AccountName))
            yield return $"{key}:{nameof(options.AccountName)} is missing: set it to the name of the account that {nameof(options.AccountKey)} is of.";
        else if (IsSet(options.AccountKey) && hasSas)
            yield return $"{key}:{nameof(options.AccountKey)} is set beside a shared access signature: remove one of them.";
        else if (!IsSet(options.AccountKey) && !hasSas && options.ServiceUri is null)
            yield return $"{key}:{nameof(options.AccountKey)} is missing: set it, or {nameof(options.SasToken)}, or set {nameof(options.ServiceUri)} to sign in with Azure.Identity's default credential.";
        else if (!IsSet(options.AccountKey) && !hasSas && options.ServiceUri is { IsAbsoluteUri: true, Scheme: "http" })
            yield return $"{key}:{nameof(options.ServiceUri)} begins with http, and Azure.Identity's credentials are only sent over https: set it to an https address, or set {nameof(options.AccountKey)} or {nameof(options.SasToken)}.";

        if (IsSet(options.SasToken) && HasSignature(options.ServiceUri))
            yield return $"{key}:{nameof(options.SasToken)} is set beside a {nameof(options.ServiceUri)} that has a shared access signature too: remove one of them.";
        else if (IsSet(options.SasToken) && !options.SasToken!.Contains("sig=", StringComparison.Ordinal))
            yield return $"{key}:{nameof(options.SasToken)} is no shared access signature: set it to the text that begins with sv= and holds sig=.";

        if (IsSet(options.AccountKey) && !Base64.IsValid(options.AccountKey))
            yield return $"{key}:{nameof(options.AccountKey)} is not base64: copy it whole from the account's access keys.";

        foreach (var problem in AddressProblems(options, key))
            yield return problem;
    }

    private static IEnumerable<string> AddressProblems(AzureStoreOptions options, string key)
    {
        if (options.ServiceUri is not { } uri)
        {
            if (IsSet(options.AccountName) && !AccountName().IsMatch(options.AccountName!))
                yield return $"{key}:{nameof(options.AccountName)} is '{options.AccountName}': set it to the 3 to 24 lower-case letters and digits of the account's name.";

            if (Uri.CheckHostName(options.EndpointSuffix) != UriHostNameType.Dns)
                yield return $"{key}:{nameof(options.EndpointSuffix)} is '{options.EndpointSuffix}': set it to a host name such as core.windows.net.";
        }
        else if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https"))
        {
            yield return $"{key}:{nameof(options.ServiceUri)} is no http or https address: set it to one such as https://myaccount.blob.core.windows.net.";
        }
        else if (new BlobUriBuilder(uri).BlobContainerName.Length > 0)
        {
            yield return $"{key}:{nameof(options.ServiceUri)} names more than the service: leave the container out and set it as {nameof(options.Container)} (an emulator is addressed by IP address and account).";
        }
    }

    private static IEnumerable<string> StoreProblems(AzureStoreOptions options, string key)
    {
        if (!ContainerName().IsMatch(options.Container))
            yield return $"{key}:{nameof(options.Container)} is '{options.Container}': set it to the 3 to 63 lower-case letters, digits and single hyphens of a container's name.";

        if (options.PartSizeBytes is < AzureStoreOptions.MinPartSizeBytes or > AzureStoreOptions.MaxPartSizeBytes)
            yield return $"{key}:{nameof(options.PartSizeBytes)} is {options.PartSizeBytes}: set it to {AzureStoreOptions.MinPartSizeBytes} to {AzureStoreOptions.MaxPartSizeBytes}.";
    }

    private static bool CanConnect(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);

    private static bool HasSignature(Uri? uri) =>
        uri is { IsAbsoluteUri: true } && uri.Query.Contains("sig=", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9]{3,24}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountName();

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContainerName();
}
