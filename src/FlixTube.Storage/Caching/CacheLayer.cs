using FlixTube.Storage.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Caching;

/// <summary>The cache of the process if it is switched on, to be put before stores as they are built.</summary>
internal sealed class CacheLayer : IAsyncDisposable
{
    private readonly SliceCache? _cache;

    public CacheLayer(IOptions<SliceCacheOptions> options, TimeProvider? time = null, ILogger<SliceCache>? log = null)
    {
        if (options.Value.Enabled)
            _cache = new SliceCache(options.Value, time ?? TimeProvider.System, (ILogger?)log ?? NullLogger.Instance);
    }

    /// <summary>
    /// Puts the cache before a store, which belongs to the answer then. Without a cache, and where the store is no farther
    /// than the cache's own disk, the store itself is the answer.
    /// </summary>
    /// <param name="store">The store of a provider.</param>
    /// <param name="identity">The same for the same videos, and only then, also in the next process: a fingerprint of the store's settings.</param>
    public IVideoStore Over(IVideoStore store, string identity) =>
        _cache is null || string.Equals(store.Capabilities.Provider, FileVideoStore.ProviderName, StringComparison.Ordinal)
            ? store
            : _cache.Over(store, identity);

    public ValueTask DisposeAsync() => _cache?.DisposeAsync() ?? ValueTask.CompletedTask;
}
