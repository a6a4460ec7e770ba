using FlixTube.Storage;
using FlixTube.Storage.Http;
using FlixTube.Storage.Network;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Chain;

/// <summary>A store of a test as another host sees it: by HTTP, from a whole host that serves it.</summary>
internal sealed class ChainedStore : IAsyncDisposable
{
    private readonly RunningHost _host;
    private readonly HttpVideoStore _store;

    /// <param name="behind">The store that the host serves.</param>
    public ChainedStore(IVideoStore behind)
    {
        _host = new RunningHost(
            new() { ["Catalog:Discovery:Enabled"] = "false" }, services => services.AddKeyedSingleton(VideoStorage.ServiceName, behind));
        var options = new HttpStoreOptions
        {
            BaseAddress = _host.ClientOptions.BaseAddress.AbsoluteUri,
            Network = new NetworkOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
        };
        _store = HttpVideoStore.Create(options, "VideoStorage:Http", TimeProvider.System);
    }

    public IVideoStore Store => _store;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _host.DisposeAsync();
    }
}
