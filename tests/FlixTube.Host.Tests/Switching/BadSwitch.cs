using System.Net;
using FlixTube.Testing.Faults;

namespace FlixTube.Host.Tests.Switching;

/// <summary>A way in which a switch can go wrong.</summary>
/// <param name="Name">In words.</param>
/// <param name="Provider">What is switched to.</param>
/// <param name="Settings">What is set, beside good settings of everything.</param>
/// <param name="Fault">What goes wrong with which requests on the way to the cloud.</param>
/// <param name="Status">What the operator is answered.</param>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Said">What the operator is told.</param>
internal sealed record BadSwitch(
    string Name,
    string Provider,
    (string Key, string? Value)[] Settings,
    (Fault Fault, Func<ProxiedRequest, bool> Match)? Fault,
    HttpStatusCode Status,
    string Kind,
    string Said)
{
    private const string AzureRefusal = "<?xml version=\"1.0\"?><Error><Code>AuthorizationPermissionMismatch</Code><Message>no</Message></Error>";
    private const string S3Refusal = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    private const string S3Expired = "<?xml version=\"1.0\"?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>";
    private const string S3Region = "<?xml version=\"1.0\"?><Error><Code>AuthorizationHeaderMalformed</Code><Message>the region is wrong; expecting 'eu-north-1'</Message><Region>eu-north-1</Region></Error>";

    /// <summary>Stands in a setting for the address of the S3 server, which is not running yet when the cases are counted.</summary>
    public const string OtherService = "(S3)/";

    /// <summary>Stands in a setting for a folder without videos.</summary>
    public const string EmptyFolder = "(empty)";

    public static IEnumerable<BadSwitch> All =>
    [
        Wrong("a provider that nobody knows", "floppy", HttpStatusCode.BadRequest, "unknown-provider", "azure, file, gcp, http, s3"),
        Wrong("an S3 bucket that is not set", "s3", HttpStatusCode.UnprocessableEntity, "invalid-settings", "VideoStorage:S3:Bucket", ("VideoStorage:S3:Bucket", "")),
        Wrong("a GCP bucket that is not set", "gcp", HttpStatusCode.UnprocessableEntity, "invalid-settings", "VideoStorage:Gcp:Bucket", ("VideoStorage:Gcp:Bucket", "")),
        Wrong("an Azure key that is no key", "azure", HttpStatusCode.UnprocessableEntity, "invalid-settings", "AccountKey", ("VideoStorage:Azure:AccountKey", "%%%")),
        Wrong("a number that is none", "s3", HttpStatusCode.UnprocessableEntity, "invalid-settings", "VideoStorage:S3", ("VideoStorage:S3:PartSizeBytes", "many")),
        Wrong("a wrong Azure key", "azure", HttpStatusCode.BadGateway, "probe-failed", "AccountKey", ("VideoStorage:Azure:AccountKey", "d3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXkgd3Jvbmc=")),
        Wrong("a wrong S3 secret", "s3", HttpStatusCode.BadGateway, "probe-failed", "SecretKey", ("VideoStorage:S3:SecretKey", "wrong-secret-4711")),
        Wrong("an S3 key that nobody has", "s3", HttpStatusCode.BadGateway, "probe-failed", "AccessKey", ("VideoStorage:S3:AccessKey", "nobody:nobody")),
        Wrong("a wrong Azure container", "azure", HttpStatusCode.BadGateway, "probe-failed", "VideoStorage:Azure:Container", ("VideoStorage:Azure:Container", "missing-4711")),
        Wrong("a wrong S3 bucket", "s3", HttpStatusCode.BadGateway, "probe-failed", "VideoStorage:S3:Bucket", ("VideoStorage:S3:Bucket", "missing-4711")),
        Wrong("a wrong GCP bucket", "gcp", HttpStatusCode.BadGateway, "probe-failed", "VideoStorage:Gcp:Bucket", ("VideoStorage:Gcp:Bucket", "missing-4711")),
        Wrong("a folder that is in order and has other videos", "file", HttpStatusCode.BadGateway, "probe-failed", "is it the right one", ("VideoStorage:File:Root", EmptyFolder)),
        Wrong("an Azure endpoint where nobody listens", "azure", HttpStatusCode.BadGateway, "probe-failed", "127.0.0.1:1", ("VideoStorage:Azure:ServiceUri", "http://127.0.0.1:1/devstoreaccount1")),
        Wrong("an S3 endpoint where nobody listens", "s3", HttpStatusCode.BadGateway, "probe-failed", "VideoStorage:S3:ServiceUrl", ("VideoStorage:S3:ServiceUrl", "http://127.0.0.1:1")),
        Wrong("a GCP endpoint where nobody listens", "gcp", HttpStatusCode.BadGateway, "probe-failed", "127.0.0.1:1", ("VideoStorage:Gcp:EmulatorHost", "http://127.0.0.1:1")),
        Wrong("an Azure endpoint that is another service", "azure", HttpStatusCode.BadGateway, "probe-failed", "'list'", ("VideoStorage:Azure:ServiceUri", OtherService + "devstoreaccount1")),
        Wrong("a folder that cannot be made", "file", HttpStatusCode.BadGateway, "probe-failed", "'build'", ("VideoStorage:File:Root", "/dev/null/videos")),
        Wrong("a folder that cannot be written", "file", HttpStatusCode.BadGateway, "probe-failed", "'create'", ("VideoStorage:File:Root", "/proc/self/fdinfo")),
        Faulty("no right to list in Azure", "azure", "'list'", Refused(AzureRefusal), static r => r.Method == "GET" && r.PathAndQuery.Contains("comp=list", StringComparison.Ordinal)),
        Faulty("no right to write in Azure", "azure", "'create'", Refused(AzureRefusal), static r => r.Method == "PUT"),
        Faulty("no right to read in Azure", "azure", "'read'", Refused(AzureRefusal), static r => r.Method == "GET" && !r.PathAndQuery.Contains("comp=list", StringComparison.Ordinal)),
        Faulty("no right to delete in Azure", "azure", "'delete'", Refused(AzureRefusal), static r => r.Method == "DELETE"),
        Faulty("no right to list in S3", "s3", "'list'", Refused(S3Refusal), static r => r.Method == "GET" && r.PathAndQuery.Contains("list-type", StringComparison.Ordinal)),
        Faulty("no right to write in S3", "s3", "'create'", Refused(S3Refusal), static r => r.Method == "PUT"),
        Faulty("no right to read in S3", "s3", "'read'", Refused(S3Refusal), static r => r.Method == "GET" && !r.PathAndQuery.Contains("list-type", StringComparison.Ordinal)),
        Faulty("credentials of S3 that have expired", "s3", "'list'", new Fault.Answer(400, S3Expired, "application/xml"), static _ => true),
        Faulty("a wrong region of S3", "s3", "'list'", new Fault.Answer(400, S3Region, "application/xml"), static _ => true),
        Faulty("no right to do anything in GCP", "gcp", "'list'", new Fault.Answer(403, "{}", "application/json"), static _ => true),
        Faulty("credentials of GCP that have expired", "gcp", "'list'", new Fault.Answer(401, "{}", "application/json"), static _ => true),
        Faulty("a service that never answers", "azure", "within 1 seconds", new Fault.Hang(), static _ => true),
        Faulty("a read that never ends", "s3", "within 1 seconds", new Fault.StallAfter(100), static r => r.Method == "GET" && !r.PathAndQuery.Contains("list-type", StringComparison.Ordinal)),
        Faulty("a service that asks to be left alone", "gcp", "'list'", new Fault.Answer(429, "{}", "application/json"), static _ => true),
        Faulty("a service out of order", "s3", "'list'", new Fault.Answer(503), static _ => true),
        Faulty("a sign-in page instead of the service", "s3", "'list'", new Fault.Answer(200, "<html><body>Sign in</body></html>", "text/html"), static _ => true),
        Faulty("a proxy that ignores ranges", "s3", "'read'", new Fault.Answer(200, "the whole video", "video/mp4", ("ETag", "\"0123456789abcdef0123456789abcdef\"")),
            static r => r.Method == "GET" && r.Headers.ContainsKey("Range")),
        Faulty("connections that are cut", "azure", "'list'", new Fault.ResetBefore(), static _ => true),
    ];

    public override string ToString() => Name;

    private static Fault.Answer Refused(string body) => new(403, body, "application/xml", ("x-ms-error-code", "AuthorizationPermissionMismatch"));

    private static BadSwitch Wrong(string name, string provider, HttpStatusCode status, string kind, string said, params (string Key, string? Value)[] settings) =>
        new(name, provider, settings, Fault: null, status, kind, said);

    private static BadSwitch Faulty(string name, string provider, string said, Fault fault, Func<ProxiedRequest, bool> match) =>
        new(name, provider, [], (fault, match), HttpStatusCode.BadGateway, "probe-failed", said);
}
