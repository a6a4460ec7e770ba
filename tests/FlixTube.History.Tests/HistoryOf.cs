using System.Text.Json;

namespace FlixTube.History.Tests;

/// <summary>What a history service answers to <c>GET /history</c>, all pages of it.</summary>
internal static class HistoryOf
{
    public static async Task<List<JsonElement>> AllAsync(HttpClient client, string query = "limit=1000", string? token = null)
    {
        var all = new List<JsonElement>();
        do
        {
            var page = JsonDocument.Parse(await client.GetStringAsync($"history?{query}{(token is null ? "" : "&pageToken=" + token)}")).RootElement;
            all.AddRange(page.GetProperty("history").EnumerateArray());
            token = page.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        return all;
    }

    public static async Task<string[]> PathsAsync(HttpClient client) =>
        [.. (await AllAsync(client)).Select(static view => view.GetProperty("videoPath").GetString()!)];

    /// <summary>Waits until there are at least so many views.</summary>
    public static async Task<List<JsonElement>> AtLeastAsync(HttpClient client, int count)
    {
        List<JsonElement> all = [];
        await Eventually.IsTrueAsync(async () => (all = await AllAsync(client)).Count >= count, $"{count} views are in the history");
        return all;
    }
}
