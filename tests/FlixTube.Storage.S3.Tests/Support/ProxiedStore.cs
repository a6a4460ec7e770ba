using Amazon.S3;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests.Support;

/// <summary>A store on a bucket of its own, behind a proxy that breaks what it is told to.</summary>
internal sealed class ProxiedStore : IAsyncDisposable
{
    private ProxiedStore(FaultProxy proxy, S3VideoStore store, string bucket, AmazonS3Client client)
    {
        Proxy = proxy;
        Store = store;
        Bucket = bucket;
        Client = client;
    }

    public FaultProxy Proxy { get; }

    public S3VideoStore Store { get; }

    public string Bucket { get; }

    /// <summary>Amazon's own client, past the proxy.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>Retries as by default, but without waiting.</summary>
    public static async Task<ProxiedStore> OpenAsync(SwiftServer server, Action<S3StoreOptions>? configure = null, TimeProvider? time = null)
    {
        var bucket = await server.CreateBucketAsync();
        var proxy = await FaultProxy.StartAsync(server.Address);
        var options = TestStores.Options(proxy.Address, bucket);
        options.ConditionalCreate = options.ConditionalWrite = options.ConditionalDelete = true;
        options.Network = new NetworkOptions { RetryDelay = TimeSpan.FromMilliseconds(1) };
        configure?.Invoke(options);
        return new ProxiedStore(proxy, new S3VideoStore(options, time), bucket, TestStores.Client(server.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Proxy.DisposeAsync();
        Client.Dispose();
    }

    /// <summary>Whether a request asks for the bytes of an object.</summary>
    public static bool IsRead(ProxiedRequest request) =>
        request.Method == "GET" && !request.PathAndQuery.Contains('?', StringComparison.Ordinal);

    /// <summary>Whether a request uploads a whole object.</summary>
    public static bool IsPut(ProxiedRequest request) =>
        request.Method == "PUT" && !request.PathAndQuery.Contains('?', StringComparison.Ordinal);

    /// <summary>Whether a request uploads a part.</summary>
    public static bool IsPart(ProxiedRequest request) =>
        request.Method == "PUT" && request.PathAndQuery.Contains("partNumber=", StringComparison.Ordinal) && !IsCopy(request);

    /// <summary>Whether a request copies a part from another object.</summary>
    public static bool IsCopy(ProxiedRequest request) => request.Headers.ContainsKey("x-amz-copy-source");

    /// <summary>Whether a request begins an upload: of the parts under a reserved key, or of the video itself.</summary>
    public static bool IsBegin(ProxiedRequest request, bool ofVideo) =>
        request.Method == "POST" && request.PathAndQuery.EndsWith("?uploads", StringComparison.Ordinal) && IsOfVideo(request) == ofVideo;

    /// <summary>Whether a request makes an object of parts: under a reserved key, or the video itself.</summary>
    public static bool IsComplete(ProxiedRequest request, bool ofVideo) =>
        request.Method == "POST" && request.PathAndQuery.Contains("uploadId=", StringComparison.Ordinal) && IsOfVideo(request) == ofVideo;

    /// <summary>Whether a request is about a key of a video rather than a reserved one.</summary>
    public static bool IsOfVideo(ProxiedRequest request) => !request.PathAndQuery.Contains("/.flixtube/", StringComparison.Ordinal);
}
