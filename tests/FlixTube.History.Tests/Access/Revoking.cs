using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlixTube.Testing.Access;
using FlixTube.Testing.Hosts;

namespace FlixTube.History.Tests.Access;

/// <summary>What tests of revocations that go from service to service have in common.</summary>
internal static class Revoking
{
    public const string Film = "film.mp4";

    /// <summary>The host, with a film whose stream does not end within a test.</summary>
    public static async Task<HostProcess> StartHostAsync(string broker)
    {
        var host = await HostProcess.StartAsync(new Dictionary<string, string>
        {
            ["RABBIT"] = broker,
            ["JWT_KEY"] = SignedToken.Key,
            ["Playback:RequireToken"] = "true",
            ["Catalog:Discovery:Enabled"] = "false",
        });
        await using var film = File.Create(Path.Combine(host.Videos, Film));
        film.SetLength(1L << 40);
        return host;
    }

    public static Task<HostProcess> StartHistoryAsync(string broker) =>
        HostProcess.StartServiceAsync("FlixTube.History", new Dictionary<string, string> { ["RABBIT"] = broker, ["JWT_KEY"] = SignedToken.Key });

    /// <summary>Waits until services hear of revocations.</summary>
    public static async Task HearAsync(params HostProcess[] services)
    {
        foreach (var service in services)
            await Eventually.IsTrueAsync(async () => !(await service.Client.GetStringAsync("health/ready")).Contains("revocations", StringComparison.Ordinal), "it hears of revocations");
    }

    /// <summary>Revokes all tokens of a subject at one service.</summary>
    /// <returns>Whether the answer says that others are told.</returns>
    public static async Task<bool> RevokeAsync(HostProcess service, string subject)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "access/revocations")
        {
            Content = new StringContent($$"""{"sub":"{{subject}}"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", SignedToken.Of("operator", "the operator")) },
        };
        using var answer = await service.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("announced").GetBoolean();
    }

    /// <summary>How the host answers to the head of the film.</summary>
    public static async Task<HttpResponseMessage> AskAsync(HostProcess host, string link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"video?path={Film}&token={link}");
        request.Headers.Range = new RangeHeaderValue(0, 9);
        return await host.Client.SendAsync(request);
    }

    public static async Task<bool> IsRefusedAsync(HostProcess host, string link)
    {
        try
        {
            using var answer = await AskAsync(host, link);
            return answer.StatusCode == System.Net.HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            // The revocation came in the middle of this very request, which it ends like all that are open: the next is refused.
            return false;
        }
    }
}
