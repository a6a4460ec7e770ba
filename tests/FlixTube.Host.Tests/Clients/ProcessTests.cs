using System.Net.Sockets;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Clients;

internal sealed class ProcessTests
{
    // Far more than the sockets between two processes can hold, so that the download is still open when the signal comes.
    private const long LargeLength = 128 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private TemporaryFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(Signal.Terminate)]
    [TestCase(Signal.Interrupt)]
    public async Task A_stop_lets_an_open_download_end_and_refuses_new_ones(Signal signal)
    {
        await using var host = await HostProcess.StartAsync();
        MakeFile(Path.Combine(host.Videos, "large.mp4"), LargeLength);
        using var response = await host.Client.GetAsync(host.VideoUri("large.mp4"), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var download = await response.Content.ReadAsStreamAsync();
        await download.ReadExactlyAsync(new byte[1]);

        host.Process.Send(signal);
        await RefusalAsync(host.BaseAddress);

        Assert.That(await LengthAsync(download), Is.EqualTo(LargeLength - 1));
        Assert.That(await host.Process.ExitAsync(Limit), Is.Zero);
    }

    [TestCase(Signal.Terminate)]
    [TestCase(Signal.Interrupt)]
    public async Task An_idle_host_stops_at_once(Signal signal)
    {
        await using var host = await HostProcess.StartAsync();
        using var response = await host.Client.GetAsync("videos");

        host.Process.Send(signal);

        Assert.That(await host.Process.ExitAsync(TimeSpan.FromSeconds(5)), Is.Zero);
    }

    [Test]
    public async Task A_port_in_use_is_one_clear_sentence()
    {
        await using var first = await HostProcess.StartAsync();
        await using var second = HostProcess.Launch(_folder, first.BaseAddress.AbsoluteUri);

        var exitCode = await second.ExitAsync(Limit);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(second.Transcript, Does.Contain($"{first.BaseAddress.Port}").And.Contain("in use"));
        Assert.That(second.Transcript, Does.Not.Contain("   at "), "It shows a stack trace.");
    }

    [Test]
    public async Task A_client_killed_in_the_middle_of_an_upload_leaves_nothing()
    {
        await using var host = await HostProcess.StartAsync();
        await using (await BeginUploadAsync(host))
            Assert.That(await host.Client.GetStringAsync("videos"), Does.Not.Contain("large.mp4"));

        await ConditionAsync(() => BytesIn(host.Videos) == 0);
        Assert.That(await host.Client.GetStringAsync("videos"), Does.Not.Contain("large.mp4"));
    }

    [Test]
    public async Task A_host_killed_in_the_middle_of_an_upload_leaves_nothing()
    {
        await using (var host = await HostProcess.StartAsync(_folder))
        await using (await BeginUploadAsync(host))
        {
            host.Process.Send(Signal.Kill);
            await host.Process.ExitAsync(Limit);
        }

        await using var next = await HostProcess.StartAsync(_folder);
        Assert.That(await next.Client.GetStringAsync("videos"), Does.Not.Contain("large.mp4"));
        Assert.That(BytesIn(next.Videos), Is.Zero);
    }

    /// <summary>Starts a slow upload of <c>large.mp4</c> and waits until the store has some of it.</summary>
    private async Task<ChildProcess> BeginUploadAsync(HostProcess host)
    {
        var source = _folder.PathOf("large.mp4");
        MakeFile(source, LargeLength);
        var curl = ChildProcess.Start(
            Tool.Require("curl", "apt-get install curl"),
            ["-sS", "-X", "POST", "-T", source, "--limit-rate", "8M", $"{host.BaseAddress}videos?path=large.mp4"]);
        await ConditionAsync(() => BytesIn(host.Videos) > 0);
        return curl;
    }

    private static void MakeFile(string path, long length)
    {
        using var file = File.Create(path);
        file.SetLength(length);
    }

    private static long BytesIn(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);

    private static async Task<long> LengthAsync(Stream stream)
    {
        var buffer = new byte[81920];
        var length = 0L;
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            length += read;
        return length;
    }

    /// <summary>Connects until nobody listens any more.</summary>
    private static async Task RefusalAsync(Uri address)
    {
        using var limit = new CancellationTokenSource(Limit);
        for (;;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port, limit.Token);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                return;
            }
        }
    }

    private static async Task ConditionAsync(Func<bool> isMet)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isMet())
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
