using System.Diagnostics;
using System.Net;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Host.Tests.Streaming;
using FlixTube.Storage;
using FlixTube.Testing.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Chain;

/// <summary>A viewer, video-streaming, video-storage: what goes over the wire between the two services.</summary>
internal sealed class ChainTests
{
    private const string Url = "/video?path=film.mp4";

    private ScriptedVideoStore _cloud = null!;
    private RunningHost _storage = null!;
    private FaultProxy _wire = null!;
    private RunningHost _streaming = null!;

    [SetUp]
    public async Task Start()
    {
        _cloud = new ScriptedVideoStore();
        _storage = new RunningHost(
            new() { ["Catalog:Discovery:Enabled"] = "false" }, services => services.AddKeyedSingleton<IVideoStore>(VideoStorage.ServiceName, _cloud));
        _wire = await FaultProxy.StartAsync(_storage.ClientOptions.BaseAddress);
        _streaming = new RunningHost(new()
        {
            ["Catalog:Discovery:Enabled"] = "false",
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = _wire.Address.AbsoluteUri,
        });
        _wire.Reset();
    }

    [TearDown]
    public async Task Stop()
    {
        await _streaming.DisposeAsync();
        await _wire.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [TestCase("GET", null, 200)]
    [TestCase("GET", "Range: bytes=0-", 206)]
    [TestCase("GET", "Range: bytes=100-199", 206)]
    [TestCase("GET", "Range: bytes=-5", 206)]
    [TestCase("GET", "Range: bytes=9999-", 416)]
    [TestCase("GET", "If-None-Match: *", 304)]
    [TestCase("GET", "If-Match: \"other\"", 412)]
    [TestCase("HEAD", null, 200)]
    public async Task A_request_of_a_viewer_is_one_request_on_the_wire_and_one_to_the_cloud(string method, string? header, int status)
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1000));

        using var answer = await SendAsync(_streaming, method, header);
        await answer.Content.ReadAsByteArrayAsync();

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(_wire.Requests, Has.Count.EqualTo(1));
        Assert.That(_cloud.Requests, Is.EqualTo(1));
    }

    [TestCase("b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c")]
    [TestCase(null)]
    public async Task A_viewer_sees_the_same_headers_from_either_host(string? contentHash)
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1000, contentHash: contentHash));
        foreach (var header in new[] { "Accept: */*", "Range: bytes=3-7", "If-None-Match: *", "Range: bytes=5000-" })
        {
            using var near = await SendAsync(_streaming, "GET", header);
            using var far = await SendAsync(_storage, "GET", header);
            Assert.That(Headers(near), Is.EqualTo(Headers(far)), header);
        }

        static SortedDictionary<string, string> Headers(HttpResponseMessage answer) => new(
            answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
                .Where(h => h.Key is not "Date")
                .ToDictionary(h => h.Key, h => h.Value.ToString()));
    }

    [Test]
    public async Task A_viewers_own_headers_stay_with_the_host_that_they_were_for()
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1000));
        using var answer = await SendAsync(_streaming, "GET", "Cookie: session=1", "Authorization: Bearer x", "X-Forwarded-For: 10.0.0.1", "Range: bytes=1-2", "TE: trailers");

        var sent = _wire.Requests.Single().Headers;
        Assert.That(sent["Range"], Is.EqualTo("bytes=1-2"));
        Assert.That(sent.Keys, Has.None.EqualTo("Cookie").And.None.EqualTo("Authorization").And.None.EqualTo("X-Forwarded-For").And.None.EqualTo("TE"));
    }

    [Test]
    public async Task A_viewer_who_leaves_ends_the_read_all_the_way_down()
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1L << 40));
        using (var viewer = await RawConnection.OpenAsync(_streaming.ClientOptions.BaseAddress))
        {
            await viewer.RequestAsync(Url);
            await viewer.ReadHeadAsync();
            await viewer.ReadAsync(1_000_000);
        }

        await _cloud.WhenBodyDisposedAsync();
        Assert.That(_cloud.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_viewer_who_takes_nothing_is_not_read_ahead_of()
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1L << 40));
        await using var direct = new RunningHost(new()
        {
            ["Catalog:Discovery:Enabled"] = "false",
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = _storage.ClientOptions.BaseAddress.AbsoluteUri,
        });
        using var viewer = await RawConnection.OpenAsync(direct.ClientOptions.BaseAddress);
        await viewer.RequestAsync(Url);
        await viewer.ReadHeadAsync();

        // The system's buffers fill, and then nothing moves any more.
        var taken = -1L;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (taken != _cloud.BytesRead)
        {
            taken = _cloud.BytesRead;
            await look.WaitForNextTickAsync();
        }

        Assert.That(taken, Is.LessThan(24 << 20), "bytes taken from the cloud for a viewer who reads none");
    }

    [Test]
    public async Task A_trace_goes_on_through_both_hosts()
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1000));
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        using var answer = await SendAsync(_streaming, "GET", $"traceparent: 00-{trace}-b7ad6b7169203331-01");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_wire.Requests.Single().Headers["traceparent"], Does.StartWith($"00-{trace}-").And.Not.Contain("b7ad6b7169203331"));
    }

    [Test]
    public async Task A_storage_host_that_is_away_is_the_one_problem_that_says_so_and_comes_back_by_itself()
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 1000));
        _wire.Next(new Fault.ResetBefore(), times: 4);

        await ProblemAssert.IsProblemAsync(await _streaming.Client.GetAsync(Url), HttpStatusCode.ServiceUnavailable, "store-unavailable");
        Assert.That((await _streaming.Client.GetAsync(Url)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(0)]
    [TestCase(1_500_000)]
    public async Task A_cloud_that_fails_for_good_is_never_a_short_video(int at)
    {
        _cloud.Add(new ScriptedVideo("film.mp4", 3_000_000));
        _cloud.FailAt = at;
        await Assert.ThatAsync(() => _streaming.Client.GetByteArrayAsync(Url), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task A_connection_between_the_hosts_that_breaks_is_nothing_to_the_viewer()
    {
        var video = _cloud.Add(new ScriptedVideo("film.mp4", 3_000_000));
        _wire.Next(new Fault.ResetAfter(1_000_000));
        Assert.That((await _streaming.Client.GetByteArrayAsync(Url)).AsSpan().SequenceEqual(video.Bytes()), Is.True);
    }

    private static Task<HttpResponseMessage> SendAsync(RunningHost host, string method, params string?[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Url);
        foreach (var header in headers)
        {
            if (header?.Split(": ", 2) is [var name, var value])
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
