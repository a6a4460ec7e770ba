using System.Net;
using FlixTube.Service.Access;
using Microsoft.AspNetCore.Http;

namespace FlixTube.Host.Tests.Access;

internal sealed class LocalCallerTests
{
    private static HttpRequest Request(string address = "127.0.0.1", string host = "localhost:4000", params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address.Length == 0 ? null : IPAddress.Parse(address);
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        foreach (var (name, value) in headers)
            context.Request.Headers.Append(name, value);

        return context.Request;
    }

    [TestCase("127.0.0.1", "localhost:4000")]
    [TestCase("127.8.9.10", "127.0.0.1:4000")]
    [TestCase("::1", "[::1]:4000")]
    [TestCase("::ffff:127.0.0.1", "LOCALHOST")]
    public void A_program_on_this_machine_is_local(string address, string host) =>
        Assert.That(LocalCaller.Refusal(Request(address, host)), Is.Null);

    [TestCase("10.0.0.1")]
    [TestCase("::ffff:192.168.0.1")]
    [TestCase("2001:db8::1")]
    [TestCase("")]
    public void Another_machine_is_not(string address) =>
        Assert.That(LocalCaller.Refusal(Request(address)), Does.Contain("another machine"));

    [TestCase("Forwarded")]
    [TestCase("X-Forwarded-For")]
    [TestCase("x-forwarded-proto")]
    [TestCase("X-Forwarded-Anything")]
    public void A_proxy_on_this_machine_is_not(string header) =>
        Assert.That(LocalCaller.Refusal(Request(headers: (header, "for=10.0.0.1"))), Does.Contain("proxy"));

    [TestCase("rebound.example:4000")]
    [TestCase("localhost.example")]
    [TestCase("10.0.0.1")]
    [TestCase("")]
    public void A_name_that_was_made_to_resolve_here_is_not(string host) =>
        Assert.That(LocalCaller.Refusal(Request(host: host)), Does.Contain("host name"));

    [TestCase("http://evil.example")]
    [TestCase("http://localhost:8080")]
    [TestCase("https://localhost:4000")]
    [TestCase("null")]
    public void A_page_of_another_origin_is_not(string origin) =>
        Assert.That(LocalCaller.Refusal(Request(headers: ("Origin", origin))), Does.Contain("another site"));

    [Test]
    public void Two_origins_are_not() =>
        Assert.That(LocalCaller.Refusal(Request(headers: [("Origin", "http://localhost:4000"), ("Origin", "http://evil.example")])), Does.Contain("another site"));

    [TestCase("cross-site")]
    [TestCase("same-site")]
    [TestCase("anything")]
    public void A_browser_that_says_the_request_crosses_sites_is_not(string site) =>
        Assert.That(LocalCaller.Refusal(Request(headers: ("Sec-Fetch-Site", site))), Does.Contain("another site"));

    [TestCase("same-origin")]
    [TestCase("none")]
    public void Our_own_page_is(string site) =>
        Assert.That(LocalCaller.Refusal(Request(headers: [("Origin", "http://localhost:4000"), ("Sec-Fetch-Site", site)])), Is.Null);
}
