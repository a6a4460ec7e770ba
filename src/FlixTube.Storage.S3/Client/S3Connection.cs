using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace FlixTube.Storage.S3.Client;

/// <summary>The SDK's client, made of our options: our sockets, no retries of its own, no checksums that only Amazon understands.</summary>
internal static class S3Connection
{
    private const string RegionOfStoresWithoutRegions = "us-east-1";

    // An SDK's answer does not say when the object was written; its headers do.
    private const string WrittenAt = "flixtube-written-at";

    public static AmazonS3Client Open(S3StoreOptions options, AWSCredentials? credentials, HttpClientFactory sockets)
    {
        var config = new AmazonS3Config
        {
            HttpClientFactory = sockets,
            ForcePathStyle = options.ForcePathStyle ?? !options.IsAmazon,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (string.IsNullOrEmpty(options.ServiceUrl))
        {
            config.RegionEndpoint = string.IsNullOrEmpty(options.Region) ? DefaultRegion() : RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = string.IsNullOrEmpty(options.Region) ? RegionOfStoresWithoutRegions : options.Region;
        }

        var client = credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        client.AfterResponseEvent += KeepTime;
        return client;
    }

    /// <summary>The region that the environment or the profile names; instance metadata is not asked, which takes a network.</summary>
    public static RegionEndpoint? DefaultRegion() => FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false);

    /// <summary>When the service says that it did what <paramref name="response"/> is the answer to, in UTC.</summary>
    public static DateTimeOffset? TimeOf(AmazonWebServiceResponse response) =>
        response.ResponseMetadata?.Metadata.TryGetValue(WrittenAt, out var text) == true
        && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    /// <summary>The credentials that are configured; <c>null</c> when the SDK's default chain is to have them.</summary>
    public static AWSCredentials? Credentials(S3StoreOptions options)
    {
        if (options.Anonymous)
            return new AnonymousAWSCredentials();

        if (string.IsNullOrEmpty(options.AccessKey))
            return null;

        return string.IsNullOrEmpty(options.SessionToken)
            ? new BasicAWSCredentials(options.AccessKey, options.SecretKey)
            : new SessionAWSCredentials(options.AccessKey, options.SecretKey, options.SessionToken);
    }

    private static void KeepTime(object sender, ResponseEventArgs e)
    {
        if (e is WebServiceResponseEventArgs answer
            && answer.Response?.ResponseMetadata is { } metadata
            && (answer.ResponseHeaders.TryGetValue("Last-Modified", out var time) || answer.ResponseHeaders.TryGetValue("Date", out time)))
        {
            metadata.Metadata[WrittenAt] = time;
        }
    }
}
