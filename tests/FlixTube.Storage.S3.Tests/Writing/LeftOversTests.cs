using Amazon.S3.Model;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Storage.S3.Writing;

namespace FlixTube.Storage.S3.Tests.Writing;

[TestFixture]
public sealed class LeftOversTests
{
    private static readonly byte[] Long = new byte[S3StoreOptions.MinPartSizeBytes + 1];

    [Test]
    public async Task Long_write_takes_away_what_killed_writes_have_left_a_week_ago()
    {
        await using var proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync(), time: new LaterTime(LeftOvers.Age + TimeSpan.FromHours(1)));
        await LeaveAsync(proxied);

        await proxied.Store.PutAsync(Long);

        Assert.That(await LeftAsync(proxied), Is.Empty);
        Assert.That((await proxied.Store.ListPageAsync()).Videos.Select(video => video.Path), Is.EqualTo(new[] { Videos.Path }));
    }

    [Test]
    public async Task Long_write_leaves_the_writes_of_others_alone()
    {
        await using var proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync());
        await LeaveAsync(proxied);

        await proxied.Store.PutAsync(Long);

        Assert.That(await LeftAsync(proxied), Has.Length.EqualTo(2));
        Assert.That((await proxied.Store.ListPageAsync()).Videos.Select(video => video.Path), Is.EqualTo(new[] { Videos.Path }), "they do not show");
    }

    [Test]
    public async Task Write_succeeds_though_the_looking_for_left_overs_fails()
    {
        await using var proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync());
        proxied.Proxy.Next(Answers.Error(403, "AccessDenied"), request => request.Method == "GET", times: 2);

        await proxied.Store.PutAsync(Long);

        Assert.That((await proxied.Store.GetPropertiesAsync(Videos.Path)).Length, Is.EqualTo(Long.Length));
    }

    private static async Task LeaveAsync(ProxiedStore proxied)
    {
        await proxied.Client.PutObjectAsync(new PutObjectRequest { BucketName = proxied.Bucket, Key = ReservedKeys.NewUpload(), ContentBody = "left" });
        await proxied.Client.InitiateMultipartUploadAsync(proxied.Bucket, ReservedKeys.NewUpload());
    }

    private static async Task<string[]> LeftAsync(ProxiedStore proxied)
    {
        var uploads = await proxied.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = proxied.Bucket });
        var objects = await proxied.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = proxied.Bucket, Prefix = ReservedKeys.Uploads });
        return [.. (uploads.MultipartUploads ?? []).Select(u => u.Key), .. (objects.S3Objects ?? []).Select(o => o.Key)];
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
