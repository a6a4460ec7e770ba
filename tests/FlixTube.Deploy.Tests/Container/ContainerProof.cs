using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>What a container of the host has to do: play, be asked for its health, follow its mounted settings to another cloud, and leave without cutting a stream.</summary>
internal static class ContainerProof
{
    private const string Sample = "SampleVideo_1280x720_1mb.mp4";
    private const string Long = "long.mp4";
    private const int LongBytes = 32 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <returns>How long it took from the start of the process until the first byte of a video was here.</returns>
    public static async Task<TimeSpan> RunAsync(ContainerRoot container)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await FillAsync(azurite);

        using var folder = new TemporaryFolder();
        foreach (var volume in new[] { "videos", "catalog", "cache", "outbox", "settings" })
            Directory.CreateDirectory(folder.PathOf(volume));

        File.Copy(Repository.SampleVideo, folder.PathOf("videos", Sample));
        var content = RandomNumberGenerator.GetBytes(LongBytes);
        await File.WriteAllBytesAsync(folder.PathOf("videos", Long), content);
        await Command.OutputOfAsync("chown", ["-R", "1654:1654", folder.PathOf("videos"), folder.PathOf("catalog"), folder.PathOf("cache"), folder.PathOf("outbox")]);
        var settings = new MountedSettings(folder.PathOf("settings"));
        await settings.WriteAsync(("VideoStorage__Provider", "file"), ("clouds.json", Clouds(azurite)));

        var port = Ports.Free();
        string[] variables = [$"PORT={port}", "FLIXTUBE_CONFIG=/config", "Limits__DrainTime=00:00:25"];
        Assert.That(await container.HealthAsync(variables, folder), Is.EqualTo(1), "nobody is there yet");

        var started = TimeProvider.System.GetTimestamp();
        await using var process = container.Start(
            [$"{folder.PathOf("videos")}:/videos:rw", $"{folder.PathOf("catalog")}:/catalog:rw", $"{folder.PathOf("cache")}:/cache:rw", $"{folder.PathOf("outbox")}:/outbox:rw", $"{folder.PathOf("settings")}:/config:ro"],
            variables, folder);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await process.LineAsync(static line => line.Contains("Now listening on: ", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        var sample = await client.GetByteArrayAsync($"video?path={Sample}");
        var firstByte = TimeProvider.System.GetElapsedTime(started);

        Assert.That(sample, Is.EqualTo(await File.ReadAllBytesAsync(Repository.SampleVideo)));
        AssertConfined(process);
        Assert.That(await container.HealthAsync(variables, folder), Is.Zero);

        using var playing = await OpenAsync(client);
        await settings.WriteAsync(("VideoStorage__Provider", "azure"), ("clouds.json", Clouds(azurite)));
        await ProviderIsAsync(client, "azure");
        Assert.That(await client.GetByteArrayAsync($"video?path={Sample}"), Is.EqualTo(sample), "from the other cloud");

        await settings.WriteAsync(("VideoStorage__Provider", "file"), ("clouds.json", Clouds(azurite)));
        await ProviderIsAsync(client, "file");
        using var late = await OpenAsync(client);
        process.Send(Signal.Terminate);
        await process.LineAsync(static line => line.Contains("shutting down", StringComparison.Ordinal), Grace);
        Assert.That(await ReadAsync(playing), Is.EqualTo(content), "open since before the first switch");
        Assert.That(await ReadAsync(late), Is.EqualTo(content), "open since before the stop");
        Assert.That(await process.ExitAsync(Grace), Is.Zero);
        return firstByte;
    }

    // By the very commands with which compose.development.yaml fills its Azurite.
    private static async Task FillAsync(AzuriteServer azurite)
    {
        Tool.Require("curl", "apt-get install curl");
        var service = Yaml.Documents(await File.ReadAllTextAsync(Repository.PathOf("deploy", "compose", "compose.development.yaml"))).Single().At("services", "azurite-videos");
        var command = service.At("command").Texts().Single()
            .Replace("$$", "$", StringComparison.Ordinal).Replace($"-T /{Sample}", $"-T '{Repository.SampleVideo}'", StringComparison.Ordinal);
        await Command.OutputOfAsync("env", [$"CONTAINER={azurite.ServiceUri}/videos", $"SIGNATURE={service.TextAt("environment", "SIGNATURE")}", "sh", "-c", command]);
    }

    private static string Clouds(AzuriteServer azurite) =>
        new JsonObject { ["VideoStorage"] = new JsonObject { ["Azure"] = new JsonObject { ["ConnectionString"] = azurite.ConnectionString } } }.ToJsonString();

    private static void AssertConfined(ChildProcess process)
    {
        var status = File.ReadAllLines($"/proc/{process.Id}/status");
        Assert.That(status.Single(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1..], Is.All.EqualTo("1654"));
        Assert.That(status.Single(static line => line.StartsWith("CapEff:", StringComparison.Ordinal)), Does.EndWith("\t0000000000000000"));

        var writable = File.ReadAllLines($"/proc/{process.Id}/mountinfo").Select(static line => line.Split(' '))
            .Where(static mount => mount[5].Split(',').Contains("rw")).Select(static mount => mount[4]).Where(static at => !at.StartsWith("/proc", StringComparison.Ordinal) && !at.StartsWith("/dev", StringComparison.Ordinal));
        Assert.That(writable, Is.EquivalentTo(["/videos", "/catalog", "/cache", "/outbox", "/tmp"]));
        Assert.That(Path.Exists($"/proc/{process.Id}/root/bin/sh") || Path.Exists($"/proc/{process.Id}/root/usr/bin/sh"), Is.False, "there is a shell");
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client)
    {
        var answer = await client.GetAsync($"video?path={Long}", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return answer;
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer) => await answer.Content.ReadAsByteArrayAsync();

    private static async Task ProviderIsAsync(HttpClient client, string provider)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var status = await client.GetFromJsonAsync<JsonNode>("storage", CancellationToken.None);
            if (status.TextAt("provider") == provider)
                return;

            Assert.That(limit.IsCancellationRequested, Is.False, $"the provider is not {provider}: {status}");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
