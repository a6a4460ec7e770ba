using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlixTube.Catalog;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Storage;
using FlixTube.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Library;

/// <summary>A catalogue of another service that goes away and comes back.</summary>
internal sealed class CatalogOutageTests
{
    private DirectoryInfo _folder = null!;
    private SwitchedCatalog _catalog = null!;
    private ManualTime _time = null!;
    private RunningHost _host = null!;
    private string _known = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("flixtube-catalog-");
        _catalog = new(_folder.FullName);
        _time = new();
        _host = new RunningHost(
            new() { ["Catalog:Provider"] = "remote" },
            services => services.AddKeyedSingleton<IVideoCatalog>("remote", (_, _) => _catalog).AddSingleton<TimeProvider>(_time));
        _known = await UploadAsync("known.mp4");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_thousand_playbacks_of_a_known_id_succeed_while_the_catalogue_is_down()
    {
        await PlayAsync(_known);
        _catalog.Down = VideoCatalogError.Unavailable;
        _time.Advance(TimeSpan.FromHours(1));

        for (var i = 0; i < 1000; i++)
            Assert.That(await PlayAsync(_known), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(VideoCatalogError.Unavailable)]
    [TestCase(VideoCatalogError.Timeout)]
    [TestCase(VideoCatalogError.Throttled)]
    public async Task An_id_that_nobody_asked_for_before_is_refused_until_the_catalogue_is_back(VideoCatalogError error)
    {
        var id = VideoId.ForPath(VideoPath.Parse("later.mp4"));
        _catalog.Down = error;

        var answer = await _host.Client.GetAsync($"/video?id={id}");
        Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(
            await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "catalog-unavailable"), Does.Not.Contain("secret"));

        _catalog.Down = null;
        Assert.That(await UploadAsync("later.mp4"), Is.EqualTo(id.ToString()));
        Assert.That(await PlayAsync(id.ToString()), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_catalogue_that_refuses_the_service_is_an_operators_matter()
    {
        _catalog.Down = VideoCatalogError.PermissionDenied;

        await ProblemAssert.IsProblemAsync(
            await _host.Client.GetAsync("/video?id=5d9e690ad76fe06a3d7ae416"), HttpStatusCode.BadGateway, "catalog-refused");
    }

    [Test]
    public async Task A_lookup_costs_one_call_cold_and_none_warm()
    {
        var before = _catalog.Finds;
        for (var i = 0; i < 20; i++)
            await PlayAsync(_known);

        Assert.That(_catalog.Finds - before, Is.EqualTo(1));
    }

    [Test]
    public async Task A_host_that_can_play_from_memory_is_degraded_but_ready_and_says_so()
    {
        Assert.That(await ReadyAsync(), Is.EqualTo((HttpStatusCode.OK, """{"status":"healthy"}""")));
        _catalog.Down = VideoCatalogError.Unavailable;
        Assert.That(await ReadyAsync(), Is.EqualTo((HttpStatusCode.OK, """{"status":"degraded","degraded":["catalog"]}""")));

        _catalog.Down = null;
        Assert.That(await ReadyAsync(), Is.EqualTo((HttpStatusCode.OK, """{"status":"healthy"}""")));
    }

    [Test]
    public async Task A_host_that_knows_no_video_yet_is_not_ready_without_its_catalogue()
    {
        await using var host = new RunningHost(
            new() { ["Catalog:Provider"] = "remote" }, services => services.AddKeyedSingleton<IVideoCatalog>("remote", (_, _) => _catalog));
        _catalog.Down = VideoCatalogError.Unavailable;

        await ProblemAssert.IsProblemAsync(await host.Client.GetAsync("/health/ready"), HttpStatusCode.ServiceUnavailable, "not-ready");
    }

    [Test]
    public async Task A_known_video_is_described_from_memory_while_the_catalogue_is_down()
    {
        await PlayAsync(_known);
        _catalog.Down = VideoCatalogError.Unavailable;

        Assert.That((await _host.Client.GetAsync($"/videos/{_known}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ProblemAssert.IsProblemAsync(
            await _host.Client.PatchAsJsonAsync($"/videos/{_known}", new { title = "x" }), HttpStatusCode.ServiceUnavailable, "catalog-unavailable");
        Assert.That(await PlayAsync(_known), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_upload_that_could_not_be_registered_is_told_and_registered_when_it_is_sent_again()
    {
        _catalog.Down = VideoCatalogError.Unavailable;
        await ProblemAssert.IsProblemAsync(
            await _host.Client.PostAsync("/videos?path=new.mp4", new ByteArrayContent(new byte[3])), HttpStatusCode.ServiceUnavailable, "catalog-unavailable");
        Assert.That((await _host.Store.GetPropertiesAsync(VideoPath.Parse("new.mp4"))).Length, Is.EqualTo(3));

        _catalog.Down = null;
        Assert.That(await PlayAsync(await UploadAsync("new.mp4")), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_video_whose_entry_cannot_be_removed_is_not_deleted_from_the_store()
    {
        await PlayAsync(_known);
        _catalog.Down = VideoCatalogError.Unavailable;

        await ProblemAssert.IsProblemAsync(
            await _host.Client.DeleteAsync($"/videos/{_known}"), HttpStatusCode.ServiceUnavailable, "catalog-unavailable");

        Assert.That((await _host.Store.GetPropertiesAsync(VideoPath.Parse("known.mp4"))).Length, Is.EqualTo(3));
        _catalog.Down = null;
        Assert.That(await PlayAsync(_known), Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<HttpStatusCode> PlayAsync(string id)
    {
        using var answer = await _host.Client.GetAsync($"/video?id={id}");
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode, string)> ReadyAsync()
    {
        using var answer = await _host.Client.GetAsync("/health/ready");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> UploadAsync(string path)
    {
        using var answer = await _host.Client.PostAsync($"/videos?path={path}", new ByteArrayContent(new byte[3]));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }
}
