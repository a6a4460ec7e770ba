using System.Collections;
using Amazon.Runtime.Endpoints;
using Amazon.S3;
using Amazon.S3.Model;

namespace FlixTube.Storage.S3.Client;

/// <summary>Where the objects of a bucket are and for what requests are signed there, as the SDK's own rules say it.</summary>
/// <param name="Root">The address that a key is appended to.</param>
/// <param name="Region">The region that requests are signed for.</param>
/// <param name="Service">The service that requests are signed for.</param>
internal sealed record ObjectEndpoint(string Root, string Region, string Service)
{
    /// <summary>The header <c>Host</c> of requests.</summary>
    public string Host { get; } = HostOf(new Uri(Root));

    /// <exception cref="VideoStoreException">The bucket is of a kind whose requests are signed in another way.</exception>
    public static ObjectEndpoint Of(AmazonS3Client client, string bucket)
    {
        // The rules do not look at the key.
        var endpoint = client.DetermineServiceOperationEndpoint(new GetObjectRequest { BucketName = bucket, Key = "-" });
        var schemes = (endpoint.Attributes?["authSchemes"] as IEnumerable ?? Array.Empty<object>()).OfType<IPropertyBag>();
        return schemes.FirstOrDefault(scheme => scheme["name"] is "sigv4") is { } scheme
            ? new ObjectEndpoint(endpoint.URL, (string)scheme["signingRegion"], (string)scheme["signingName"])
            : throw new VideoStoreException(
                VideoStoreError.Unsupported,
                $"The bucket '{bucket}' is a directory bucket or a multi-region access point, which are not supported. Set VideoStorage:S3:Bucket to a general purpose bucket.");
    }

    /// <summary>The header <c>Host</c> that .NET sends to an address.</summary>
    public static string HostOf(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
        return address.IsDefaultPort ? host : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{address.Port}");
    }

    /// <summary>The address of a video's object, escaped as signatures want it.</summary>
    public Uri AddressOf(VideoPath path)
    {
        // A slash is the only character of a path that escapes to %2F and must not.
        var key = Uri.EscapeDataString(path.Value).Replace("%2F", "/", StringComparison.Ordinal);

        // What is signed must arrive as it is.
        return new Uri(Root + key, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
