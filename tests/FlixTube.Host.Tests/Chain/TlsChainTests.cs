using System.Net;
using System.Net.Http.Headers;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Host.Tests.Chain;

internal sealed class TlsChainTests
{
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Over_TLS_the_hosts_speak_HTTP_2_to_each_other()
    {
        using var folder = new TemporaryFolder();
        var certificate = PemCertificate.ForLoopback();
        await File.WriteAllTextAsync(folder.PathOf("cert.pem"), certificate.Certificate);
        await File.WriteAllTextAsync(folder.PathOf("key.pem"), certificate.PrivateKey);
        await File.WriteAllTextAsync(
            folder.PathOf("appsettings.json"), """{"Logging":{"LogLevel":{"Microsoft.AspNetCore.Hosting.Diagnostics":"Information"}}}""");
        await using var storage = await HostProcess.StartAsync(folder, new Dictionary<string, string>
        {
            ["Kestrel:Endpoints:Https:Url"] = "https://127.0.0.1:0",
            ["Kestrel:Endpoints:Https:Certificate:Path"] = folder.PathOf("cert.pem"),
            ["Kestrel:Endpoints:Https:Certificate:KeyPath"] = folder.PathOf("key.pem"),
        });
        await using var streaming = await HostProcess.StartAsync(new Dictionary<string, string>
        {
            ["SSL_CERT_FILE"] = folder.PathOf("cert.pem"),
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = storage.BaseAddress.AbsoluteUri,
        });

        var content = await File.ReadAllBytesAsync(Repository.SampleVideo);
        using var created = await streaming.Client.PostAsync("videos?path=a.mp4", new ByteArrayContent(content));
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created), await created.Content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, streaming.VideoUri("a.mp4")) { Headers = { Range = new RangeHeaderValue(100, 299_999) } };
        using var range = await streaming.Client.SendAsync(request);
        Assert.That((await range.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(content.AsSpan(100, 299_900)), Is.True);

        foreach (var line in new[] { "Request starting HTTP/2 PUT", "Request starting HTTP/2 GET" })
            await storage.Process.LineAsync(l => l.Contains(line, StringComparison.Ordinal), LogLimit);
    }
}
