using Amazon.S3.Model;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Storage.S3.Writing;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.S3.Tests.Faults;

/// <summary>
/// What happens to the steps of a write that only S3 has; parts and publication are in <see cref="S3FaultTests"/>.
/// Conditions are Amazon's here.
/// </summary>
[TestFixture]
public sealed class WriteFaultTests
{
    private static readonly byte[] Short = Videos.Bytes(1000, seed: 2);
    private static readonly byte[] Long = Videos.Bytes((2 * S3StoreOptions.MinPartSizeBytes) + 1000, seed: 3);

    private ProxiedStore _proxied = null!;

    private FaultProxy Proxy => _proxied.Proxy;

    private IVideoStore Store => _proxied.Store;

    [SetUp]
    public async Task OpenAsync() => _proxied = await ProxiedStore.OpenAsync(await SwiftServers.AtomicAsync());

    [TearDown]
    public async Task CloseAsync() => await _proxied.DisposeAsync();

    [TestCase("begin")]
    [TestCase("complete")]
    [TestCase("begin of the video")]
    [TestCase("copy")]
    [TestCase("delete")]
    public async Task Long_write_succeeds_whichever_answer_is_lost(string step)
    {
        Proxy.Next(new Fault.LoseAnswer(), Step(step));

        var written = await Store.PutAsync(Long, new WriteOptions { CreateOnly = true, Metadata = new([new("title", "Süß")]) });

        Assert.That(written, Is.EqualTo(await Store.GetPropertiesAsync(Videos.Path)));
        Assert.That(written.Metadata["title"], Is.EqualTo("Süß"));
        await HoldsAsync(Long);
        Assert.That(await ReservedObjectsAsync(), Is.Empty);
    }

    [TestCase("begin")]
    [TestCase("complete")]
    [TestCase("begin of the video")]
    [TestCase("copy")]
    public async Task Long_write_survives_a_service_that_fails_for_a_moment(string step)
    {
        Proxy.Next(Answers.Error(500, "InternalError"), Step(step), times: 2);
        Proxy.Next(new Fault.ResetBefore(), Step(step));

        await Store.PutAsync(Long);

        await HoldsAsync(Long);
        Assert.That(await LeftOversAsync(), Is.Empty);
    }

    [TestCase("begin")]
    [TestCase("complete")]
    [TestCase("begin of the video")]
    [TestCase("copy")]
    public async Task Long_write_that_fails_leaves_the_old_video_and_nothing_else(string step)
    {
        var old = await Store.PutAsync(Short);
        Proxy.Next(Answers.Error(503, "ServiceUnavailable"), Step(step), times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => Store.PutAsync(Long));

        Assert.That((failure.Error, failure.Persistence, failure.Path), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary, Videos.Path)));
        Assert.That(await Store.GetPropertiesAsync(Videos.Path), Is.EqualTo(old with { LastModified = (await Store.GetPropertiesAsync(Videos.Path)).LastModified }));
        Assert.That(await LeftOversAsync(), Is.Empty);
    }

    [TestCase("complete")]
    [TestCase("complete of the video")]
    [TestCase("copy")]
    public async Task Failure_that_comes_with_status_200_is_a_failure(string step)
    {
        // Amazon S3 begins these answers before the work is done.
        Proxy.Next(Answers.Error(200, "InternalError"), Step(step));

        await Store.PutAsync(Long);

        await HoldsAsync(Long);
    }

    [TestCase("short")]
    [TestCase("long")]
    public async Task Write_that_met_another_change_is_made_again(string length)
    {
        Proxy.Next(
            Answers.Error(409, "ConditionalRequestConflict"), request => ProxiedStore.IsPut(request) || ProxiedStore.IsComplete(request, ofVideo: true));
        var content = length == "short" ? Short : Long;

        await Store.PutAsync(content, new WriteOptions { CreateOnly = true });

        await HoldsAsync(content);
        Assert.That(await LeftOversAsync(), Is.Empty);
    }

    [Test]
    public async Task Temporary_object_of_a_bucket_with_versions_is_deleted_for_good_where_that_is_allowed([Values] bool allowed)
    {
        Proxy.Next(
            new Fault.Answer(
                200,
                "<CompleteMultipartUploadResult><ETag>\"a-3\"</ETag></CompleteMultipartUploadResult>",
                "application/xml",
                ("x-amz-version-id", "v1")),
            Step("complete"));
        Proxy.Next(Answers.Error(404, "NoSuchKey"), Step("copy"));
        Proxy.Next(allowed ? Answers.Error(204, "") : Answers.Error(403, "AccessDenied"), IsDelete);

        await Videos.FailureAsync(() => Store.PutAsync(Long));

        var deletes = Proxy.Requests.Where(IsDelete).Select(request => request.PathAndQuery.Contains("versionId=v1", StringComparison.Ordinal));
        Assert.That(deletes, Is.EqualTo(allowed ? new[] { true } : [true, false]));

        static bool IsDelete(ProxiedRequest request) =>
            request.Method == "DELETE" && !request.PathAndQuery.Contains("uploadId=", StringComparison.Ordinal);
    }

    [Test]
    public async Task Upload_that_somebody_else_ended_is_Unavailable()
    {
        Proxy.Next(Answers.Error(404, "NoSuchUpload"), ProxiedStore.IsPart, times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => Store.PutAsync(Long));

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
    }

    private static Func<ProxiedRequest, bool> Step(string step) => step switch
    {
        "begin" => request => ProxiedStore.IsBegin(request, ofVideo: false),
        "complete" => request => ProxiedStore.IsComplete(request, ofVideo: false),
        "begin of the video" => request => ProxiedStore.IsBegin(request, ofVideo: true),
        "copy" => ProxiedStore.IsCopy,
        "complete of the video" => request => ProxiedStore.IsComplete(request, ofVideo: true),
        _ => request => request.Method == "DELETE",
    };

    private async Task HoldsAsync(byte[] content)
    {
        Assert.That(await Store.GetAsync(), Is.EqualTo(content));
        Assert.That((await Store.GetPropertiesAsync(Videos.Path)).ContentHash, Is.EqualTo(Videos.Hash(content)));
    }

    private async Task<string[]> ReservedObjectsAsync()
    {
        var found = await _proxied.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _proxied.Bucket, Prefix = ReservedKeys.Uploads });
        return [.. (found.S3Objects ?? []).Select(o => o.Key)];
    }

    private async Task<string[]> LeftOversAsync()
    {
        var uploads = await _proxied.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _proxied.Bucket });
        var objects = await _proxied.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _proxied.Bucket, Prefix = ReservedKeys.Uploads });
        return [.. (uploads.MultipartUploads ?? []).Select(u => u.Key), .. (objects.S3Objects ?? []).Select(o => o.Key)];
    }
}
