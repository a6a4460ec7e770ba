using FlixTube.Storage.Network;

namespace FlixTube.Storage.Azure;

/// <summary>The settings of an <see cref="AzureVideoStore"/>: the section <c>VideoStorage:Azure</c> of configuration.</summary>
/// <remarks>
/// One of four ways to sign in: <see cref="ConnectionString"/>; <see cref="AccountName"/> and <see cref="AccountKey"/>;
/// a shared access signature, in <see cref="SasToken"/> or in the query of <see cref="ServiceUri"/>; or
/// <see cref="ServiceUri"/> alone, with the default credential of Azure.Identity (workload or managed identity,
/// environment variables, the sign-in of a developer's tools).
/// </remarks>
public sealed class AzureStoreOptions
{
    /// <summary>
    /// The most bytes that <see cref="PartSizeBytes"/> may be: 256 MiB.
    /// </summary>
    public const int MaxPartSizeBytes = 256 * 1024 * 1024;

    /// <summary>The fewest bytes that <see cref="PartSizeBytes"/> may be: 64 KiB.</summary>
    public const int MinPartSizeBytes = 64 * 1024;

    /// <summary>A storage account's connection string, as the portal shows it. A secret.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The name of the storage account.</summary>
    public string? AccountName { get; set; }

    /// <summary>One of the two keys of the storage account, in base64. A secret.</summary>
    public string? AccountKey { get; set; }

    /// <summary>
    /// A shared access signature of the account or the container. It needs the permissions read, write, create, delete
    /// and list, as far as they are used. A secret.
    /// </summary>
    public string? SasToken { get; set; }

    /// <summary>
    /// The address of the blob service, for emulators and private endpoints, such as
    /// <c>http://127.0.0.1:10000/devstoreaccount1</c>; made of <see cref="AccountName"/> and
    /// <see cref="EndpointSuffix"/> when it is not set.
    /// </summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>What follows <c>blob.</c> in the addresses of the cloud; <c>core.windows.net</c>.</summary>
    public string EndpointSuffix { get; set; } = "core.windows.net";

    /// <summary>The container that holds the videos; <c>videos</c>. It must exist.</summary>
    public string Container { get; set; } = "videos";

    /// <summary>
    /// How many bytes one block of an upload has, <see cref="MinPartSizeBytes"/> to <see cref="MaxPartSizeBytes"/>; 4 MiB. A
    /// write holds at most two in memory, and a video has at most 50,000, so that this decides the longest video (195 GiB).
    /// </summary>
    public int PartSizeBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Timeouts and retries.</summary>
    public NetworkOptions Network { get; set; } = new();
}
