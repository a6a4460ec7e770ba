using FlixTube.Storage.Network;

namespace FlixTube.Storage.Gcp;

/// <summary>The section <c>VideoStorage:Gcp</c> of configuration: which bucket of Google Cloud Storage, as whom, and how patiently.</summary>
public sealed class GcpStoreOptions
{
    /// <summary>The name of the section below <c>VideoStorage</c>.</summary>
    public const string Section = "Gcp";

    /// <summary>The bucket that holds the videos. It must be set, and the bucket must exist: the store makes none.</summary>
    public string? Bucket { get; set; }

    /// <summary>
    /// The project of the bucket. Cloud Storage finds a bucket without it; messages for operators name it.
    /// </summary>
    public string? ProjectId { get; set; }

    /// <summary>
    /// The JSON key file of a service account. Without one the application default credentials are used: the variable
    /// <c>GOOGLE_APPLICATION_CREDENTIALS</c>, those of <c>gcloud</c>, or those of the machine in Google's cloud.
    /// </summary>
    public string? KeyFilePath { get; set; }

    /// <summary>
    /// An emulator to use instead of Google, as <c>host:port</c> or as a URL. Requests to it carry no credentials. Without
    /// it the variable <c>STORAGE_EMULATOR_HOST</c> counts.
    /// </summary>
    public string? EmulatorHost { get; set; }

    /// <summary>
    /// How many bytes of an upload are sent at a time; a write holds two parts in memory. A multiple of 256 KiB, at most
    /// 64 MiB; 4 MiB.
    /// </summary>
    public int PartSizeBytes { get; set; } = 4 << 20;

    /// <summary>Timeouts and retries.</summary>
    public NetworkOptions Network { get; set; } = new();
}
