using Amazon.S3.Model;
using FlixTube.Storage.Network;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Faults.Stores;

namespace FlixTube.Storage.S3.Tests.Faults;

/// <summary>Every fault of the common table, as Amazon S3 words it, over Swift with Amazon's conditions.</summary>
public sealed class S3FaultTests : VideoStoreFaults
{
    private string _bucket = null!;

    protected override int PartSize => S3StoreOptions.MinPartSizeBytes;

    protected override string CredentialSetting => "VideoStorage:S3:SessionToken";

    protected override async Task<Uri> StartAsync()
    {
        var server = await SwiftServers.AtomicAsync();
        _bucket = await server.CreateBucketAsync();
        return server.Address;
    }

    protected override IVideoStore Open(Uri service, NetworkOptions network, TimeProvider time)
    {
        var options = TestStores.Options(service, _bucket);
        options.ConditionalCreate = options.ConditionalWrite = options.ConditionalDelete = true;
        options.Network = network;
        return new S3VideoStore(options, time);
    }

    protected override StoreCall? CallOf(ProxiedRequest request) => request switch
    {
        { Method: "HEAD" } => StoreCall.Stat,
        { Method: "DELETE" } when ProxiedStore.IsOfVideo(request) && !request.PathAndQuery.Contains('?', StringComparison.Ordinal) => StoreCall.Delete,
        _ when ProxiedStore.IsRead(request) => StoreCall.OpenRead,
        _ when ProxiedStore.IsPut(request) => StoreCall.Write,
        _ when ProxiedStore.IsPart(request) => StoreCall.WritePart,
        _ when ProxiedStore.IsComplete(request, ofVideo: true) => StoreCall.Commit,
        { Method: "GET" } when request.PathAndQuery.Contains("list-type=2", StringComparison.Ordinal) => StoreCall.List,
        _ => null,
    };

    protected override Fault.Answer Word(ServiceRefusal refusal) => refusal switch
    {
        ServiceRefusal.TooManyRequests => Answers.Error(429, "TooManyRequests"),
        ServiceRefusal.SlowDown => Answers.Error(503, "SlowDown"),
        ServiceRefusal.InternalError => Answers.Error(500, "InternalError"),
        ServiceRefusal.ServiceUnavailable => Answers.Error(503, "ServiceUnavailable"),
        ServiceRefusal.CredentialsExpired => Answers.Error(400, "ExpiredToken"),
        _ => Answers.Error(403, "RequestTimeTooSkewed"),
    };

    // The word is in the body, which the answer to HEAD has not.
    protected override ServiceRefusal Reaching(StoreCall call, ServiceRefusal refusal) =>
        call == StoreCall.Stat && refusal == ServiceRefusal.SlowDown ? ServiceRefusal.ServiceUnavailable : refusal;

    protected override async Task<IReadOnlyCollection<string>> ContentsAsync()
    {
        using var client = TestStores.Client((await SwiftServers.AtomicAsync()).Address);
        var objects = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket });
        var uploads = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _bucket });
        return [.. (objects.S3Objects ?? []).Select(o => o.Key), .. (uploads.MultipartUploads ?? []).Select(u => u.Key)];
    }
}
