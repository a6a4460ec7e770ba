using FlixTube.Storage.Network;

namespace FlixTube.Storage.S3;

/// <summary>
/// Where the videos are and how to get at them: the section <c>VideoStorage:S3</c>. For Amazon S3, a bucket and a region
/// are enough; another store that speaks S3 needs <see cref="ServiceUrl"/> and its keys.
/// </summary>
public sealed class S3StoreOptions
{
    /// <summary>The smallest part that S3 takes: 5 MiB.</summary>
    public const int MinPartSizeBytes = 5 * 1024 * 1024;

    /// <summary>The largest part that fits two buffers of ordinary size: 1 GiB.</summary>
    public const int MaxPartSizeBytes = 1024 * 1024 * 1024;

    private const int DefaultPartSizeBytes = 8 * 1024 * 1024;

    /// <summary>The bucket. It must exist; it is never created.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>
    /// The region, such as <c>eu-central-1</c>. When it is empty, <c>AWS_REGION</c> or the profile decides, and with a
    /// <see cref="ServiceUrl"/> <c>us-east-1</c>, which stores that know no regions expect.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>The address of a store other than Amazon S3, such as <c>https://minio.internal:9000</c>; empty for Amazon S3.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>
    /// Whether the bucket is named in the path of a URL rather than in its host. When it is not set: yes with a
    /// <see cref="ServiceUrl"/> that is not Amazon's, else no.
    /// </summary>
    public bool? ForcePathStyle { get; set; }

    /// <summary>
    /// The access key's id. Without keys the SDK's default chain is asked: environment, profile, web identity, container
    /// and instance roles.
    /// </summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret that belongs to <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The session token, when <see cref="AccessKey"/> is a temporary one.</summary>
    public string? SessionToken { get; set; }

    /// <summary>Whether requests are not signed at all, for buckets that everybody may read.</summary>
    public bool Anonymous { get; set; }

    /// <summary>
    /// How many bytes one request of an upload carries, <see cref="MinPartSizeBytes"/> to <see cref="MaxPartSizeBytes"/>;
    /// 8 MiB. Two parts are in memory for each upload. A video has at most 10,000 parts, so this decides how long one may be.
    /// </summary>
    public int PartSizeBytes { get; set; } = DefaultPartSizeBytes;

    /// <summary>
    /// Whether the store decides <c>If-None-Match: *</c> of an upload atomically, so that create-only writes can be offered.
    /// When it is not set: yes for Amazon S3, no for a <see cref="ServiceUrl"/> that is not Amazon's.
    /// </summary>
    public bool? ConditionalCreate { get; set; }

    /// <summary>As <see cref="ConditionalCreate"/>, of <c>If-Match</c> of an upload, for writes over one version only.</summary>
    public bool? ConditionalWrite { get; set; }

    /// <summary>As <see cref="ConditionalCreate"/>, of <c>If-Match</c> of a delete.</summary>
    public bool? ConditionalDelete { get; set; }

    /// <summary>Timeouts and retries.</summary>
    public NetworkOptions Network { get; set; } = new();

    /// <summary>Whether Amazon S3 itself is meant, whose abilities are known.</summary>
    internal bool IsAmazon =>
        string.IsNullOrEmpty(ServiceUrl)
        || (Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var uri)
            && (uri.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
                || uri.Host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What is wrong with these options, each with its full key; nothing when they are right. No secret is shown.</summary>
    /// <param name="key">The key of this section, such as <c>VideoStorage:S3</c>.</param>
    public IEnumerable<string> Validate(string key)
    {
        if (string.IsNullOrWhiteSpace(Bucket))
            yield return $"{key}:{nameof(Bucket)} is missing: set it to the bucket that holds the videos.";
        else if (Bucket.AsSpan().ContainsAny("/\\? "))
            yield return $"{key}:{nameof(Bucket)} is '{Bucket}': set it to the name of a bucket alone, without a path or an address.";

        if (!string.IsNullOrEmpty(ServiceUrl)
            && (!Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0))
        {
            yield return $"{key}:{nameof(ServiceUrl)} is not an address without credentials: set it to one such as https://minio.internal:9000, or to nothing for Amazon S3.";
        }

        if (string.IsNullOrEmpty(ServiceUrl) && string.IsNullOrEmpty(Region) && Client.S3Connection.DefaultRegion() is null)
            yield return $"{key}:{nameof(Region)} is missing: set it to the region of the bucket, such as eu-central-1, or set AWS_REGION.";

        if (string.IsNullOrEmpty(AccessKey) != string.IsNullOrEmpty(SecretKey))
        {
            var missing = string.IsNullOrEmpty(AccessKey) ? nameof(AccessKey) : nameof(SecretKey);
            yield return $"{key}:{missing} is missing: set {nameof(AccessKey)} and {nameof(SecretKey)} both, or neither for the default credentials.";
        }

        if (!string.IsNullOrEmpty(SessionToken) && string.IsNullOrEmpty(AccessKey))
            yield return $"{key}:{nameof(SessionToken)} is set without keys: set {nameof(AccessKey)} and {nameof(SecretKey)} too, or remove it.";

        if (Anonymous && !string.IsNullOrEmpty(AccessKey))
            yield return $"{key}:{nameof(Anonymous)} is set beside keys: set it to false, or remove {nameof(AccessKey)} and {nameof(SecretKey)}.";

        if (PartSizeBytes is < MinPartSizeBytes or > MaxPartSizeBytes)
            yield return $"{key}:{nameof(PartSizeBytes)} is {PartSizeBytes}: set it to a number from {MinPartSizeBytes} to {MaxPartSizeBytes}.";

        foreach (var problem in Network.Validate($"{key}:{nameof(Network)}"))
            yield return problem;
    }
}
