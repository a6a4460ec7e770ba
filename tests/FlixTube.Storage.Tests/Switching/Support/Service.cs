using System.Collections.Concurrent;
using System.Security.Cryptography;
using FlixTube.Storage.Files;
using FlixTube.Storage.Measuring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Tests.Switching.Support;

/// <summary>
/// The registered service over providers <c>a</c>, <c>b</c> and <c>c</c>, each with a folder of its own below a temporary
/// one, or the folder that its setting <c>Root</c> names.
/// </summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flixtube-switch-");
    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<string> _log = new();

    public Service(Dictionary<string, string?>? settings = null, TimeProvider? time = null, params string[] providers)
    {
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["VideoStorage:Provider"] = "a", ["VideoStorage:Switch:QuietPeriod"] = "00:00:00.020", ["VideoStorage:Switch:RequireVideos"] = "false" })
            .AddInMemoryCollection(settings ?? [])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new Lines(_log)));
        if (time is not null)
            services.AddSingleton(time);

        var storage = services.AddVideoStorage(Configuration);
        foreach (var name in providers.Length > 0 ? providers : ["a", "b", "c"])
            storage.AddProvider(new Provider(name, this));

        _services = services.BuildServiceProvider();
    }

    public IConfigurationRoot Configuration { get; }

    /// <summary>What is done to a store after it is built; its provider's name and its number among that provider's.</summary>
    public Action<string, int, WatchedStore>? OnBuilt { get; set; }

    /// <summary>Runs when a store is built.</summary>
    public Action<string>? BeforeBuild { get; set; }

    /// <summary>All stores of a provider that were built, oldest first.</summary>
    public ConcurrentDictionary<string, List<WatchedStore>> Built { get; } = new();

    public IVideoStore Store => _services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

    public StoreMetrics Metrics => _services.GetRequiredService<StoreMetrics>();

    public IVideoStorageSwitch Switch => _services.GetRequiredService<IVideoStorageSwitch>();

    public VideoStoreFactory Factory => _services.GetRequiredService<VideoStoreFactory>();

    public IReadOnlyCollection<string> Log => _log;

    public IEnumerable<WatchedStore> Stores => Built.Values.SelectMany(static stores => stores.ToArray());

    public string RootOf(string provider) => Path.Join(_folder.FullName, provider);

    /// <summary>Puts a video of random bytes, the same, into the folders of these providers.</summary>
    public async Task<byte[]> AddVideoAsync(string path, int length, params string[] providers)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        foreach (var provider in providers)
            await new FileVideoStore(new FileStoreOptions { Root = RootOf(provider) }).WriteAsync(VideoPath.Parse(path), new MemoryStream(content));

        return content;
    }

    /// <summary>Changes configuration and says so, as a source that reloads does.</summary>
    public void Set(params (string Key, string? Value)[] settings)
    {
        foreach (var (key, value) in settings)
            Configuration[key] = value;

        Configuration.Reload();
    }

    /// <summary>What of probes is left in the folder of a provider.</summary>
    public string[] LeftByProbes(string provider) =>
        Directory.Exists(RootOf(provider)) ? Directory.GetFileSystemEntries(RootOf(provider), ".flixtube-probe*") : [];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class Provider(string name, Service service) : IVideoStoreProvider
    {
        public string Name => name;

        public string Section => name.ToUpperInvariant();

        public IEnumerable<string> Validate(IConfigurationSection settings) =>
            settings["Bad"] is null ? [] : [$"{settings.Path}:Bad is there: remove it."];

        public IVideoStore Create(IConfigurationSection settings, IServiceProvider services)
        {
            service.BeforeBuild?.Invoke(name);
            var store = new WatchedStore(new FileVideoStore(new FileStoreOptions { Root = settings["Root"] ?? service.RootOf(name) }));
            var stores = service.Built.GetOrAdd(name, static _ => []);
            lock (stores)
                stores.Add(store);

            service.OnBuilt?.Invoke(name, stores.Count, store);
            return store;
        }
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
