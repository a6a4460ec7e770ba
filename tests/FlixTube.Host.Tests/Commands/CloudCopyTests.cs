using System.Globalization;
using FlixTube.Storage;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Commands;

internal sealed class CloudCopyTests
{
    private const int Short = 50_000;

    // More than one part in every cloud.
    private const int Long = 9 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private ThreeClouds _clouds = null!;

    [OneTimeSetUp]
    public async Task Start() => _clouds = await ThreeClouds.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
    }

    [TestCase("azure", "s3", 4711)]
    [TestCase("s3", "gcp", 4712)]
    public async Task A_copy_that_is_killed_at_any_moment_goes_on_when_it_is_run_again(string from, string to, int seed)
    {
        var source = await _clouds.NewAsync(from);
        for (var i = 0; i < 24; i++)
            await source.Store.WriteAsync($"clips/{i:00}.mp4", CommandTest.Content(i switch { 0 => 0, 7 or 15 => Long, _ => i * 1000 }, i));
        await using var proxy = await FaultProxy.StartAsync(_clouds.AddressOf(to));
        var target = await _clouds.NewAsync(to, proxy.Address);
        var copies = new KilledCopies(source, target, proxy, new Random(seed));

        await copies.RunAsync(mostCopies: 12);

        Assert.That(copies.Kills, Is.GreaterThanOrEqualTo(1));
        Assert.That(await target.Store.HashesAsync(), Is.EqualTo(await source.Store.HashesAsync()).And.Count.EqualTo(24));
    }

    [Test]
    public async Task Type_metadata_and_hash_go_along_and_the_hashes_verify()
    {
        var source = await _clouds.NewAsync("azure");
        var target = await _clouds.NewAsync("s3");
        var options = new WriteOptions { ContentType = "video/x-special", Metadata = new([KeyValuePair.Create("title", "Ein Film – ☂")]) };
        var original = await source.Store.WriteAsync("a/ü b.mp4", CommandTest.Content(Short, 1), options);
        await source.Store.WriteAsync("b.mp4", CommandTest.Content(Short, 2));
        var settings = CommandTest.Settings(source, target);

        var dry = await CommandTest.RunAsync(settings, "copy", "--from", "azure", "--to", "s3", "--dry-run");
        var part = await CommandTest.RunAsync(settings, "copy", "--from", "azure", "--to", "s3", "--prefix", "a/");
        var rest = await CommandTest.RunAsync(settings, "copy", "--from", "azure", "--to", "s3");
        var verified = await CommandTest.RunAsync(settings, "verify", "--provider", "s3");

        Assert.That(dry.Output, Does.Contain("would copy a/ü b.mp4 (48.8 KiB)").And.Contain("done: 2 to copy, 0 to replace"));
        Assert.That(part.Output, Does.Contain("copied a/ü b.mp4 (48.8 KiB)").And.Contain("done: 1 copied, 0 replaced, 0 already there"));
        Assert.That(rest.Output, Does.StartWith("copied b.mp4").And.Contain("done: 1 copied, 0 replaced, 1 already there, 0 kept, 0 failed, 0 mismatched"));
        Assert.That(verified.Output, Does.StartWith("done: 2 intact, 0 without a recorded hash, 0 failed, 0 mismatched"));
        Assert.That(new[] { dry.ExitCode, part.ExitCode, rest.ExitCode, verified.ExitCode }, Is.All.Zero);
        var copy = await target.Store.GetPropertiesAsync(VideoPath.Parse("a/ü b.mp4"));
        Assert.That((copy.ContentType, copy.ContentHash, copy.Metadata), Is.EqualTo((original.ContentType, original.ContentHash, original.Metadata)));
    }

    [Test]
    public async Task Verifying_finds_a_video_that_is_damaged_and_one_whose_hash_nobody_knows()
    {
        var store = await _clouds.NewAsync("gcp");
        await store.Store.WriteAsync("good.mp4", CommandTest.Content(Short, 1));
        await _clouds.Gcp.PutObjectAsync(store.Name, "foreign.mp4", CommandTest.Content(Short, 1));
        await _clouds.Gcp.PutObjectAsync(store.Name, "rotten.mp4", CommandTest.Content(Short, 1), new Dictionary<string, object>
        {
            ["metadata"] = new Dictionary<string, string> { [VideoMetadata.ContentHashKey] = new('0', 64) },
        });

        var verified = await CommandTest.RunAsync(store.Settings, "verify", "--provider", "gcp");

        Assert.That(verified.ExitCode, Is.EqualTo(2));
        Assert.That(verified.Output, Does.Contain("hash-unknown foreign.mp4 (48.8 KiB)").And.Contain("mismatched rotten.mp4: It is damaged: its SHA-256 is "));
        Assert.That(verified.Output, Does.Contain("done: 1 intact, 1 without a recorded hash, 0 failed, 1 mismatched"));
    }

    [Test]
    public async Task A_source_that_is_cut_off_is_read_on()
    {
        await using var proxy = await FaultProxy.StartAsync(_clouds.AddressOf("azure"));
        var source = await _clouds.NewAsync("azure", proxy.Address);
        var target = await _clouds.NewAsync("gcp");
        await source.Store.WriteAsync("long.mp4", CommandTest.Content(Long, 1));
        proxy.Next(new Fault.CutAfter(1 << 20), IsRead);
        proxy.Next(new Fault.ResetAfter(1 << 20), IsRead);

        var copied = await CommandTest.RunAsync(CommandTest.Settings(source, target), "copy", "--from", "azure", "--to", "gcp");

        Assert.That(copied.ExitCode, Is.Zero, copied.Transcript);
        Assert.That(proxy.Requests.Count(IsRead), Is.EqualTo(3));
        Assert.That(await target.Store.HashesAsync(), Is.EqualTo(await source.Store.HashesAsync()));

        static bool IsRead(ProxiedRequest request) => request.Method == "GET" && request.PathAndQuery.EndsWith("/long.mp4", StringComparison.Ordinal);
    }

    [Test]
    public async Task A_target_that_refuses_one_video_gets_the_others_and_that_one_the_next_time()
    {
        var (source, target, proxy) = await PairAsync("azure", "s3");
        await using var end = proxy;
        proxy.Next(
            new Fault.Answer(403, "<Error><Code>AccessDenied</Code><Message>No.</Message></Error>", "application/xml"),
            request => request.Method == "PUT" && request.PathAndQuery.EndsWith("/2.mp4", StringComparison.Ordinal));

        var first = await CommandTest.RunAsync(CommandTest.Settings(source, target), "copy", "--from", "azure", "--to", "s3");
        var second = await CommandTest.RunAsync(CommandTest.Settings(source, target), "copy", "--from", "azure", "--to", "s3");

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((2, 0)));
        Assert.That(first.Output, Does.Contain("failed 2.mp4: The target: ").And.Contain("done: 4 copied, 0 replaced, 0 already there, 0 kept, 1 failed, 0 mismatched"));
        Assert.That(first.Transcript, Does.Not.Contain("   at "));
        Assert.That(second.Output, Does.Contain("done: 1 copied, 0 replaced, 4 already there"));
        Assert.That(await target.Store.HashesAsync(), Is.EqualTo(await source.Store.HashesAsync()));
    }

    [Test]
    public async Task A_target_that_asks_for_fewer_requests_is_given_time()
    {
        var (source, target, proxy) = await PairAsync("azure", "s3");
        await using var end = proxy;
        proxy.Next(
            new Fault.Answer(503, "<Error><Code>SlowDown</Code></Error>", "application/xml"), request => request.Method == "PUT", times: 25);

        var copied = await CommandTest.RunAsync(CommandTest.Settings(source, target), "copy", "--from", "azure", "--to", "s3");

        Assert.That(copied.ExitCode, Is.Zero, copied.Transcript);
        Assert.That(copied.Output, Does.Contain("done: 5 copied"));
        Assert.That(proxy.Requests.Count(request => request.Status == 503), Is.EqualTo(25), "more than the store's own retries mend");
    }

    [TestCase(Signal.Interrupt)]
    [TestCase(Signal.Terminate)]
    public async Task An_interrupted_copy_says_what_it_has_done_and_ends_at_once(Signal signal)
    {
        var (source, target, proxy) = await PairAsync("azure", "s3");
        await using var end = proxy;
        proxy.Next(new Fault.Hang(), request => request.Method == "PUT" && request.PathAndQuery.EndsWith("/4.mp4", StringComparison.Ordinal));
        using var folder = new TemporaryFolder();
        await using var copy = HostProcess.Run(folder, ["copy", "--from", "azure", "--to", "s3", "--parallel", "1"], CommandTest.Settings(source, target));
        await copy.LineAsync(line => line.StartsWith("copied 3.mp4", StringComparison.Ordinal), Limit);

        copy.Send(signal);

        Assert.That(await copy.ExitAsync(TimeSpan.FromSeconds(5)), Is.EqualTo(130));
        Assert.That(copy.Output, Does.Match(@"interrupted: 4 copied, .* \(195\.3 KiB in 0:\d\d\)$"));
        Assert.That(copy.Transcript, Does.Not.Contain("   at ").And.Not.Contain("\r").And.Not.Contain("\e"), "it is no terminal");
    }

    [TestCase(100, @"\r\e\[K +\d+%  \[#*\.*\]  4\.\d MiB of 9\.0 MiB  .*/s  .*\d of 1 videos\r")]
    [TestCase(30, @"\r\e\[K +\d+%  4\.\d MiB of 9\.0 MiB\r")]
    public async Task On_a_terminal_there_is_a_bar_as_wide_as_fits(int columns, string bar)
    {
        var script = Tool.Require("script", "apt-get install bsdutils");
        await using var proxy = await FaultProxy.StartAsync(_clouds.AddressOf("gcp"));
        var store = await _clouds.NewAsync("gcp", proxy.Address);
        await store.Store.WriteAsync("long.mp4", CommandTest.Content(Long, 1));
        proxy.Next(new Fault.StallAfter(Long / 2), request => request.Method == "GET" && request.PathAndQuery.Contains("long.mp4", StringComparison.Ordinal));
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = Environment.GetEnvironmentVariable("HOME")!,
            ["TERM"] = "xterm",
            ["VideoStorage__Gcp__Network__IdleTimeout"] = "00:00:01.2",
        };
        foreach (var (key, value) in store.Settings)
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        using var folder = new TemporaryFolder();
        var output = folder.PathOf("screen");

        // Between us and script there must be a shell: script waits for all its children, and our launcher leaves it one.
        await using var terminal = ChildProcess.Start(
            "sh",
            ["-c", "\"$@\"; exit $?", "sh", script, "-qec", string.Create(CultureInfo.InvariantCulture, $"stty cols {columns}; exec dotnet '{Repository.BuiltAssembly("FlixTube.Host")}' verify --provider gcp"), output],
            folder.FullPath,
            environment,
            folder);

        Assert.That(await terminal.ExitAsync(Limit), Is.Zero, terminal.Transcript);
        var screen = await File.ReadAllTextAsync(output);
        Assert.That(screen, Does.Match(bar));
        Assert.That(screen, Does.Match(@"\r\e\[Kdone: 1 intact, .*\r\n"), "the bar gives way to the result");
    }

    private async Task<(CloudStore Source, CloudStore Target, FaultProxy Proxy)> PairAsync(string from, string to)
    {
        var source = await _clouds.NewAsync(from);
        for (var i = 0; i < 5; i++)
            await source.Store.WriteAsync($"{i}.mp4", CommandTest.Content(Short, i));

        var proxy = await FaultProxy.StartAsync(_clouds.AddressOf(to));
        return (source, await _clouds.NewAsync(to, proxy.Address), proxy);
    }
}
