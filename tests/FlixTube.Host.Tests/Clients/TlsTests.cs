using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Clients;

internal sealed class TlsTests
{
    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task With_a_certificate_the_host_speaks_both_versions_of_HTTP_over_TLS(string version)
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("host.pfx");
        using var certificate = MakeCertificate();
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx));
        await using var host = await HostProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Kestrel:Endpoints:Https:Url"] = "https://127.0.0.1:0",
                ["Kestrel:Endpoints:Https:Certificate:Path"] = file,
            },
            Repository.SampleVideo);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => certificate.Equals(presented) },
        });

        using var request = new HttpRequestMessage(HttpMethod.Get, host.VideoUri(TestVideos.SampleName))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Range = new RangeHeaderValue(100, 199) },
        };
        using var answer = await client.SendAsync(request);

        Assert.That(answer.Version, Is.EqualTo(Version.Parse(version)));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo((await File.ReadAllBytesAsync(Repository.SampleVideo))[100..200]));
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
