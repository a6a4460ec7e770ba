using Amazon.S3;
using Amazon.S3.Model;
using FlixTube.Storage.Conformance;
using FlixTube.Testing.Categories;
using FlixTube.Testing.Faults;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Storage.S3.Writing;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests.Conformance;

/// <summary>The contract on Swift as it is, whose conditions are not atomic: they are refused.</summary>
[TestFixture]
public sealed class S3Conformance : S3ConformanceBase
{
    protected override Task<SwiftServer> ServerAsync() => SwiftServers.PlainAsync();

    protected override void Configure(S3StoreOptions options)
    {
    }
}

/// <summary>The contract on a server that decides conditions as Amazon S3 does.</summary>
[SoakExcept("CreateOnly|Conditional|Race|Pinned|version|Version")]
public sealed class S3ConformanceWithConditions : S3ConformanceBase
{
    protected override Task<SwiftServer> ServerAsync() => SwiftServers.AtomicAsync();

    protected override void Configure(S3StoreOptions options) =>
        options.ConditionalCreate = options.ConditionalWrite = options.ConditionalDelete = true;
}

public abstract class S3ConformanceBase : VideoStoreConformance
{
    private SwiftServer _server = null!;
    private FaultProxy _proxy = null!;
    private AmazonS3Client _client = null!;
    private string _bucket = "";

    protected override bool IsComplete => true;

    protected override bool IsSlow => true;

    protected override int PartLength => S3StoreOptions.MinPartSizeBytes;

    protected override long? RequestCount => _proxy.Requests.Count;

    protected override long? ContentBytesTaken => Bodies.Sum(request => request.BytesSent);

    protected override int? OpenBodyCount => Bodies.Count(request => !request.Ended.IsCompleted);

    protected override IReadOnlyCollection<string> Secrets => [SwiftServer.AccessKey, SwiftServer.SecretKey];

    private IEnumerable<ProxiedRequest> Bodies => _proxy.Requests.Where(IsBody);

    protected abstract Task<SwiftServer> ServerAsync();

    protected abstract void Configure(S3StoreOptions options);

    protected override async Task<IVideoStore> CreateStoreAsync()
    {
        _server = await ServerAsync();
        _bucket = await _server.CreateBucketAsync();
        _client = TestStores.Client(_server.Address);
        _proxy = await FaultProxy.StartAsync(_server.Address);
        var options = TestStores.Options(_proxy.Address, _bucket);
        Configure(options);
        return new S3VideoStore(options);
    }

    protected override async Task DeleteStoreAsync(IVideoStore store)
    {
        await base.DeleteStoreAsync(store);
        await _proxy.DisposeAsync();
        _client.Dispose();
    }

    protected override Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content) => _server.TryPutAsync(_bucket, name, content);

    protected override async Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks)
    {
        await _server.PutSparseAsync(_bucket, path.Value, length, marks);
        return true;
    }

    protected override async Task<IReadOnlyCollection<string>?> FindLeftoversAsync()
    {
        var uploads = await _client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _bucket });
        var objects = await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, Prefix = ReservedKeys.Uploads });
        return [.. (uploads.MultipartUploads ?? []).Select(upload => upload.Key), .. (objects.S3Objects ?? []).Select(found => found.Key)];
    }

    protected override Task<bool> TryBreakNextBodyAsync(long afterBytes)
    {
        _proxy.Next(new Fault.ResetAfter(afterBytes), IsBody);
        return Task.FromResult(true);
    }

    protected override Task<IVideoStore?> CreateUnreachableStoreAsync() =>
        Task.FromResult<IVideoStore?>(new S3VideoStore(TestStores.Options(new Uri("http://127.0.0.1:1"), _bucket)));

    protected override Task<IVideoStore?> CreateRefusedStoreAsync()
    {
        var options = TestStores.Options(_server.Address, _bucket);
        options.SecretKey = "wrong";
        return Task.FromResult<IVideoStore?>(new S3VideoStore(options));
    }

    private static bool IsBody(ProxiedRequest request) =>
        request.Method == "GET" && !request.PathAndQuery.Contains('?', StringComparison.Ordinal);
}
