using System.Net;

namespace FlixTube.Storage.Gcp.Objects;

/// <summary>Cloud Storage answered, and refused.</summary>
internal sealed class ObjectServiceException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>The service's own word for the reason, such as <c>rateLimitExceeded</c> or <c>NoSuchBucket</c>, if it gave one.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether there is no such bucket, rather than no such object.</summary>
    public bool IsBucketMissing { get; init; }

    /// <summary>With status 416, how many bytes the object has, if the service said so.</summary>
    public long? Length { get; init; }

    /// <summary>How long the service asks to be left alone, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether there is a bucket but no such object in it.</summary>
    public bool IsObjectMissing => Status == HttpStatusCode.NotFound && !IsBucketMissing;
}
