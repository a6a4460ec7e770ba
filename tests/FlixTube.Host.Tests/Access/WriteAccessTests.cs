using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace FlixTube.Host.Tests.Access;

internal sealed class WriteAccessTests
{
    private static ByteArrayContent Video => new([1, 2, 3]);

    private static HttpRequestMessage Upload(string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/videos?path=a.mp4") { Content = Video };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return request;
    }

    [Test]
    public async Task Without_a_key_a_caller_on_this_machine_may_write()
    {
        await using var host = new RunningHost();
        Assert.That((await host.Client.SendAsync(Upload())).StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("X-Forwarded-For", "10.0.0.1")]
    [TestCase("Forwarded", "for=10.0.0.1")]
    [TestCase("Host", "videos.example")]
    [TestCase("Origin", "http://evil.example")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    public async Task Without_a_key_nobody_else_may_write_or_delete(string header, string value)
    {
        await using var host = new RunningHost();
        var created = await host.Client.SendAsync(Upload());

        foreach (var request in new[] { Upload(), new HttpRequestMessage(HttpMethod.Delete, created.Headers.Location) })
        {
            request.Headers.TryAddWithoutValidation(header, value);
            await ProblemAssert.IsProblemAsync(await host.Client.SendAsync(request), HttpStatusCode.Forbidden, "local-callers-only");
        }

        Assert.That((await host.Client.GetAsync(created.Headers.Location)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "the video is still there");
    }

    [Test]
    public async Task With_a_key_a_token_is_needed_also_on_this_machine()
    {
        await using var host = new RunningHost(new() { ["Access:JwtKey"] = Tokens.Key });

        var refused = await host.Client.SendAsync(Upload());
        await ProblemAssert.IsProblemAsync(refused, HttpStatusCode.Unauthorized, "token-required");
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"flixtube\""));

        Assert.That((await host.Client.SendAsync(Upload(Tokens.Good(DateTimeOffset.UtcNow)))).StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Reading_stays_open_with_a_key()
    {
        await using var host = new RunningHost(new() { ["Access:JwtKey"] = Tokens.Key });
        await host.Client.SendAsync(Upload(Tokens.Good(DateTimeOffset.UtcNow)));

        Assert.That(await host.Client.GetByteArrayAsync("/video?path=a.mp4"), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That((await host.Client.GetAsync("/videos")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_refused_upload_is_not_asked_for_its_body()
    {
        await using var host = new RunningHost(new() { ["Access:JwtKey"] = Tokens.Key });
        using var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        await client.GetStream().WriteAsync(
            "POST /videos?path=a.mp4 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"u8.ToArray());

        Assert.That(await new StreamReader(client.GetStream()).ReadLineAsync(), Is.EqualTo("HTTP/1.1 401 Unauthorized"));
    }
}
