using System.Net;
using System.Text.Json;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Asking;

/// <summary>What the gateway can do, asked once: the capabilities of a store do not change during its life.</summary>
internal static class CapabilityQuestion
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly GatewayCapabilities OfPlainServer = new(false, false, false, MaxVideoLength: long.MaxValue);

    // A gateway that does not answer yet decides everything itself, and refuses what its store cannot do.
    private static readonly GatewayCapabilities OfUnknownServer = new(true, true, true, MaxVideoLength: long.MaxValue);

    /// <summary>Blocks until the answer is there, for two seconds at most. Never fails.</summary>
    public static VideoStoreCapabilities Ask(GatewayClient client)
    {
        var gateway = AskGateway(client);
        return new VideoStoreCapabilities
        {
            Provider = HttpVideoStore.ProviderName,
            ConditionalCreate = gateway.ConditionalCreate,
            ConditionalWrite = gateway.ConditionalWrite,
            ConditionalDelete = gateway.ConditionalDelete,

            // Whatever the store behind has to ask, the gateway is asked once.
            SuffixRange = true,
            MaxVideoLength = gateway.MaxVideoLength,
        };
    }

    private static GatewayCapabilities AskGateway(GatewayClient client)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            using var request = client.Request(HttpMethod.Get, GatewayRoutes.Capabilities);
            using var response = client.Send(request, limit.Token);
            var isGateway = response.Headers.NonValidated.Contains(GatewayHeaders.Store);
            if (response.StatusCode == HttpStatusCode.NotFound || (response.IsSuccessStatusCode && !isGateway))
                return OfPlainServer;

            using var body = response.Content.ReadAsStream(limit.Token);
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayCapabilities) ?? OfUnknownServer
                : OfUnknownServer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return OfUnknownServer;
        }
    }
}
