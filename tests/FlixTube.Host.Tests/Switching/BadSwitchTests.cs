using System.Net;
using System.Security.Cryptography;
using FlixTube.Storage;
using FlixTube.Testing.Faults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Switching;

/// <summary>Whatever is wrong with where the switch goes, the service stays where it is, the operator is told why, and no viewer notices.</summary>
internal sealed class BadSwitchTests
{
    private const string Path = "steady.mp4";
    private const int Times = 1000;

    private readonly byte[] _video = RandomNumberGenerator.GetBytes(400_000);
    private Dictionary<string, FaultProxy> _proxies = null!;
    private RunningHost _host = null!;
    private SteadyViewer _viewer = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _proxies = new()
        {
            ["azure"] = await FaultProxy.StartAsync(CloudServers.Azure),
            ["gcp"] = await FaultProxy.StartAsync(CloudServers.Gcp),
            ["s3"] = await FaultProxy.StartAsync(CloudServers.S3),
        };
        var settings = CloudServers.Settings(_proxies["azure"].Address, _proxies["gcp"].Address, _proxies["s3"].Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var cloud in new[] { "Azure", "Gcp", "S3" })
        {
            settings[$"VideoStorage:{cloud}:Network:RetryTime"] = "00:00:00.2";
            settings[$"VideoStorage:{cloud}:Network:MaxRetries"] = "1";
        }

        // What a case sets must have had a value, to be given back.
        settings["VideoStorage:S3:PartSizeBytes"] = "8388608";
        settings["VideoStorage:Switch:ProbeStepTimeout"] = "00:00:01";
        _host = new RunningHost(settings);
        var factory = _host.Services.GetRequiredService<VideoStoreFactory>();
        foreach (var provider in new[] { "file", "azure", "gcp", "s3" })
        {
            var store = factory.Create(provider);
            await store.WriteAsync(VideoPath.Parse(Path), new MemoryStream(_video));
            if (store is IAsyncDisposable closable)
                await closable.DisposeAsync();
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
            await _host.DisposeAsync();

        foreach (var proxy in _proxies?.Values ?? Enumerable.Empty<FaultProxy>())
            await proxy.DisposeAsync();
    }

    [SetUp]
    public void Watch() => _viewer = new SteadyViewer(_host.Client.BaseAddress!, Path, _video);

    [TearDown]
    public async Task NobodyNoticed()
    {
        try
        {
            var answers = _viewer.Answers;
            await Eventually.IsTrueAsync(() => _viewer.Answers > answers + 1, "the viewer is served still");
            await _viewer.FinishAsync();
        }
        finally
        {
            await _viewer.DisposeAsync();
        }
    }

    [TestCaseSource(typeof(BadSwitch), nameof(BadSwitch.All))]
    public async Task A_bad_switch_is_refused_with_its_reason(BadSwitch bad)
    {
        var configuration = _host.Services.GetRequiredService<IConfiguration>();
        var before = bad.Settings.ToDictionary(setting => setting.Key, setting => configuration[setting.Key]);
        try
        {
            foreach (var (key, value) in bad.Settings)
                configuration[key] = value?
                    .Replace(BadSwitch.OtherService, CloudServers.S3.AbsoluteUri, StringComparison.Ordinal)
                    .Replace(BadSwitch.EmptyFolder, _host.Videos + "-empty", StringComparison.Ordinal);

            if (bad.Fault is { } fault)
                _proxies[bad.Provider].Next(fault.Fault, fault.Match, Times);

            using var answer = await _host.Client.SwitchAsync(bad.Provider);

            var text = await ProblemAssert.IsProblemAsync(answer, bad.Status, bad.Kind);
            Assert.That(System.Text.RegularExpressions.Regex.Unescape(text), Does.Contain(bad.Said));
            Assert.That(text, Does.Not.Contain("wrong-secret-4711").And.Not.Contain("d3Jvbmcg"), "no secret is told");
            Assert.That(await _host.Client.ProviderAsync(), Is.EqualTo("file"));
            Assert.That((await _host.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            foreach (var (key, value) in before)
                configuration[key] = value;

            foreach (var proxy in _proxies.Values)
                proxy.Reset();
        }
    }

    [TestCase("azure", 403)]
    [TestCase("gcp", 403)]
    [TestCase("s3", 403)]
    [TestCase("s3", 503)]
    public async Task A_permission_that_is_withdrawn_after_the_switch_sends_the_service_back_by_itself(string provider, int status)
    {
        await _host.Client.SwitchToAsync(provider);
        var answers = _viewer.Answers;
        await Eventually.IsTrueAsync(() => _viewer.Answers > answers, "the viewer is served by the new provider");

        _proxies[provider].Next(new Fault.Answer(status, "{}", "application/json"), times: 100_000);
        try
        {
            await _host.Client.UntilServedByAsync("file");
        }
        finally
        {
            _proxies[provider].Reset();
        }

        var attempt = (await _host.Client.StorageAsync()).GetProperty("lastAttempt");
        Assert.That(attempt.GetProperty("trigger").GetString(), Is.EqualTo("watch"));
        Assert.That(attempt.GetProperty("result").GetString(), Is.EqualTo("rolledBack"));
        Assert.That(attempt.GetProperty("provider").GetString(), Is.EqualTo(provider));
        Assert.That(attempt.GetProperty("reason").GetString(), Is.Not.Empty);
    }
}
