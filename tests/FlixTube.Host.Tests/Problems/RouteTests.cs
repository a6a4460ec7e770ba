using System.Net;

namespace FlixTube.Host.Tests.Problems;

internal sealed class RouteTests
{
    private RunningHost _host = null!;

    [OneTimeSetUp]
    public void Start() => _host = new RunningHost();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [TestCase("/nothing")]
    [TestCase("/video/extra")]
    [TestCase("/videos/a/b")]
    [TestCase("/../appsettings.json")]
    [TestCase("/appsettings.json")]
    public async Task An_unknown_route_is_not_found_in_the_one_format(string url) =>
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync(url), HttpStatusCode.NotFound, "unknown-route");

    [TestCase("POST", "/video?path=a", "GET, HEAD")]
    [TestCase("PUT", "/videos", "GET, POST")]
    [TestCase("PUT", "/videos/5d9e690ad76fe06a3d7ae416", "DELETE, GET, PATCH")]
    [TestCase("DELETE", "/storage", "GET")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string url, string allowed)
    {
        var answer = await _host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url));
        await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.That(answer.Content.Headers.Allow.Order(), Is.EqualTo(allowed.Split(", ").Order()));
    }

    [Test]
    public async Task The_routes_are_documented()
    {
        var document = await _host.Client.GetStringAsync("/openapi/v1.json");
        foreach (var route in new[] { "\"/video\"", "\"/videos\"", "\"/videos/{id}\"", "\"/storage\"", "\"pageToken\"", "\"download\"" })
            Assert.That(document, Does.Contain(route));
    }

    [Test]
    public async Task The_page_is_served_and_may_run_nothing_but_its_own_files()
    {
        var page = await _host.Client.GetAsync("/");
        Assert.That(page.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'self'"));
    }

    [Test]
    public async Task No_answer_says_which_server_made_it() =>
        Assert.That((await _host.Client.GetAsync("/")).Headers.Server, Is.Empty);
}
