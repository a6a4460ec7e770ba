using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FlixTube.Host.Tests.Switching;

internal static class SwitchAssert
{
    public static Task<HttpResponseMessage> SwitchAsync(this HttpClient client, string provider, bool dryRun = false) =>
        client.PostAsync("/storage/switch", JsonContent.Create(new { provider, dryRun }));

    /// <summary>Switches and fails the test when that fails.</summary>
    public static async Task SwitchToAsync(this HttpClient client, string provider)
    {
        using var answer = await client.SwitchAsync(provider);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    public static async Task<JsonElement> StorageAsync(this HttpClient client) => await client.GetFromJsonAsync<JsonElement>("/storage");

    public static async Task<string?> ProviderAsync(this HttpClient client) => (await client.StorageAsync()).GetProperty("provider").GetString();

    /// <summary>Waits until a provider serves.</summary>
    public static async Task UntilServedByAsync(this HttpClient client, string provider)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await client.ProviderAsync() != provider)
        {
            Assert.That(limit.IsCancellationRequested, Is.False, $"within 30 seconds {provider} serves: {await client.GetStringAsync("/storage")}");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
