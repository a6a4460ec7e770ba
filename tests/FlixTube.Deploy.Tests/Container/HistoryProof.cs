using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>What a container of the history service has to do with nothing but a volume: keep what it is told, be asked for its health, and leave.</summary>
internal static class HistoryProof
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(ContainerRoot container)
    {
        using var folder = new TemporaryFolder();
        var volume = folder.PathOf("history");
        Directory.CreateDirectory(volume);
        await Command.OutputOfAsync("chown", ["1654:1654", volume]);

        var port = Ports.Free();
        string[] variables = [$"PORT={port}"];
        await using var process = container.Start([$"{volume}:/history:rw"], variables, folder);
        await process.LineAsync(static line => line.Contains("Now listening on: ", StringComparison.Ordinal), Patience);

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var told = await client.PostAsJsonAsync("viewed", new { videoPath = "a.mp4" });
        told.EnsureSuccessStatusCode();
        var history = await client.GetFromJsonAsync<JsonNode>("history");
        Assert.That(history.At("history").List().Select(static view => view.TextAt("videoPath")), Is.EqualTo(new[] { "a.mp4" }));
        Assert.That(await container.HealthAsync(variables, folder), Is.Zero);

        process.Send(Signal.Terminate);
        Assert.That(await process.ExitAsync(Patience), Is.Zero);
    }
}
