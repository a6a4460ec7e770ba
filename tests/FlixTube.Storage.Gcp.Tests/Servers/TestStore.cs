using System.Text;
using FlixTube.Storage.Gcp.Access;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Servers;

/// <summary>A store over an empty bucket of the emulator, with a proxy between that breaks what it is told to.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string Key = "VideoStorage:Gcp";
    public const int PartLength = 256 << 10;

    private TestStore(FaultProxy proxy, GcpStoreOptions options, GcpVideoStore store)
    {
        Proxy = proxy;
        Options = options;
        Store = store;
    }

    public FaultProxy Proxy { get; }

    public GcpStoreOptions Options { get; }

    public GcpVideoStore Store { get; }

    public string Bucket => Options.Bucket!;

    /// <summary>Starts it.</summary>
    /// <param name="configure">Changes the settings: quick retries, small parts.</param>
    /// <param name="asGoogle">Whether the store takes the emulator for Google itself and shows credentials.</param>
    /// <param name="time">The clock.</param>
    public static async Task<TestStore> StartAsync(Action<GcpStoreOptions>? configure = null, bool asGoogle = false, TimeProvider? time = null)
    {
        var proxy = await FaultProxy.StartAsync((await Emulator.GetAsync()).Address);
        var options = new GcpStoreOptions
        {
            Bucket = await Emulator.NewBucketAsync(),
            EmulatorHost = asGoogle ? null : proxy.Address.AbsoluteUri,
            PartSizeBytes = PartLength,
            Network = new NetworkOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
        };
        configure?.Invoke(options);
        var store = asGoogle
            ? GcpVideoStore.Create(options, new Endpoint(proxy.Address, IsEmulator: false), Key, time ?? TimeProvider.System)
            : GcpVideoStore.Create(options, Key, time ?? TimeProvider.System);
        return new TestStore(proxy, options, store);
    }

    public static byte[] Content(int length, int seed = 1)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public async Task<VideoProperties> WriteAsync(string path, byte[] content, WriteOptions? options = null)
    {
        using var source = new MemoryStream(content);
        return await Store.WriteAsync(VideoPath.Parse(path), source, options);
    }

    public async Task<byte[]> ReadAsync(string path, ReadOptions options = default)
    {
        using var bytes = new MemoryStream();
        await Store.ReadToAsync(VideoPath.Parse(path), bytes, options);
        return bytes.ToArray();
    }

    public async Task PlantAsync(string name, byte[] content, params (string Name, object Value)[] properties) =>
        await (await Emulator.GetAsync()).PutObjectAsync(Bucket, name, content, properties.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>All objects of the bucket, temporary ones too.</summary>
    public async Task<string[]> ObjectsAsync() => await (await Emulator.GetAsync()).ListObjectsAsync(Bucket);

    /// <summary>What was asked so far, one line each, without what differs from run to run.</summary>
    public string[] Requests => [.. Proxy.Requests.Select(Shape)];

    public static bool IsRead(ProxiedRequest request) =>
        request.Method == "GET" && !request.PathAndQuery.StartsWith("/storage/", StringComparison.Ordinal);

    public static bool IsInsert(ProxiedRequest request) => request.PathAndQuery.Contains("uploadType=multipart", StringComparison.Ordinal);

    public static bool IsRewrite(ProxiedRequest request) => request.PathAndQuery.Contains("/rewriteTo/", StringComparison.Ordinal);

    public static bool IsPart(ProxiedRequest request) => request.Method == "PUT";

    public async ValueTask DisposeAsync()
    {
        await Emulator.ShowLogOnFailureAsync();
        await Store.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private static string Shape(ProxiedRequest request)
    {
        var shape = new StringBuilder(request.Method).Append(' ');
        shape.Append(request switch
        {
            _ when IsInsert(request) => "insert",
            _ when IsRewrite(request) => "rewrite",
            _ when IsRead(request) => "read",
            _ when request.PathAndQuery.Contains("upload_id=", StringComparison.Ordinal) => "session",
            _ when request.PathAndQuery.Contains("uploadType=resumable", StringComparison.Ordinal) => "start",
            _ when request.PathAndQuery.Contains("/o?", StringComparison.Ordinal) => "list",
            _ => "object",
        });
        if (request.Headers.TryGetValue("Content-Range", out var range))
            shape.Append(' ').Append(range);

        return shape.ToString();
    }
}
