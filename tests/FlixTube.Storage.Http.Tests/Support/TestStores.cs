using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http.Tests.Support;

/// <summary>Stores over a gateway, as configuration would build them.</summary>
internal static class TestStores
{
    public const string Key = "VideoStorage:Http";

    public static HttpVideoStore Over(Uri gateway, string? token = null, Action<NetworkOptions>? network = null, TimeProvider? time = null)
    {
        var options = new HttpStoreOptions
        {
            BaseAddress = gateway.AbsoluteUri,
            Token = token,
            Network = new NetworkOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
        };
        network?.Invoke(options.Network);
        return HttpVideoStore.Create(options, Key, time ?? TimeProvider.System);
    }
}
