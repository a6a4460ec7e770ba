using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Content;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.S3.Tests.Costs;

/// <summary>What a call costs in requests, beyond what the contract's own tests ask.</summary>
[TestFixture]
public sealed class RequestTests
{
    private const int Part = S3StoreOptions.MinPartSizeBytes;

    private ProxiedStore _proxied = null!;

    private IVideoStore Store => _proxied.Store;

    private FaultProxy Proxy => _proxied.Proxy;

    [SetUp]
    public async Task OpenAsync() => _proxied = await ProxiedStore.OpenAsync(await SwiftServers.AtomicAsync());

    [TearDown]
    public async Task CloseAsync() => await _proxied.DisposeAsync();

    [Test]
    public async Task Write_of_at_most_one_part_is_one_request([Values(0, 1, Part)] int length)
    {
        await Store.PutAsync(new byte[length]);

        Assert.That(Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Conditional_write_is_one_request_more_so_that_it_can_fail_before_the_source_is_read()
    {
        var written = await Store.PutAsync([1], new WriteOptions { CreateOnly = true });
        Assert.That(Methods(), Is.EqualTo(new[] { "HEAD", "HEAD", "PUT" }), "the first asks for the bucket, which nobody has seen yet");
        Proxy.Reset();

        await Store.PutAsync([2], new WriteOptions { IfMatch = written.ETag });
        Assert.That(Methods(), Is.EqualTo(new[] { "HEAD", "PUT" }));
        Proxy.Reset();

        await using var source = new InterruptedStream([3], () => throw new InvalidOperationException("The source was read."));
        var failure = await Videos.FailureAsync(() => Store.WriteAsync(Videos.Path, source, new WriteOptions { CreateOnly = true }));
        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.AlreadyExists));
        Assert.That(Methods(), Is.EqualTo(new[] { "HEAD" }));
    }

    [Test]
    public async Task Write_of_N_parts_is_N_and_seven_requests()
    {
        await Store.PutAsync(new byte[Part + 1]);
        Assert.That(Proxy.Requests, Has.Count.EqualTo(2 + 7 + 2), "the first of a day looks for left-overs with two requests");
        Proxy.Reset();

        await Store.PutAsync(new byte[(2 * Part) + 1]);
        Assert.That(Proxy.Requests, Has.Count.EqualTo(3 + 7));
    }

    [Test]
    public async Task Every_upload_carries_its_checksum()
    {
        await Store.PutAsync(new byte[10]);
        await Store.PutAsync(new byte[Part + 1]);

        var uploads = Proxy.Requests.Where(request => ProxiedStore.IsPut(request) || ProxiedStore.IsPart(request)).ToArray();
        Assert.That(
            uploads.Select(request => request.Headers["x-amz-content-sha256"]),
            Is.EqualTo(new[] { Videos.Hash(new byte[10]), Videos.Hash(new byte[Part]), Videos.Hash(new byte[1]) }));
    }

    [Test]
    public async Task Range_past_the_end_is_two_requests_where_the_refusal_does_not_tell_the_length()
    {
        await Store.PutAsync(new byte[10]);
        Proxy.Reset();

        var failure = await Videos.FailureAsync(() => Store.GetAsync(new ReadOptions { Range = ByteRange.From(10) }));

        Assert.That(failure.VideoLength, Is.EqualTo(10));
        Assert.That(Methods(), Is.EqualTo(new[] { "GET", "HEAD" }));
    }

    [Test]
    public async Task Range_past_the_end_is_one_request_where_the_refusal_tells_the_length()
    {
        Proxy.Next(Answers.Error(416, "InvalidRange", ("Content-Range", "bytes */1234")));

        var failure = await Videos.FailureAsync(() => Store.GetAsync(new ReadOptions { Range = ByteRange.From(2000) }));

        Assert.That((failure.Error, failure.VideoLength), Is.EqualTo((VideoStoreError.RangeNotSatisfiable, 1234)));
        Assert.That(Methods(), Is.EqualTo(new[] { "GET" }));
    }

    [Test]
    public async Task Suffix_of_an_empty_video_is_the_empty_video_though_the_service_refuses_it()
    {
        // Amazon S3 answers 416 where Swift sends the empty object.
        await Store.PutAsync([]);
        Proxy.Next(Answers.Error(416, "InvalidRange"), ProxiedStore.IsRead);

        await using var read = await Store.OpenReadAsync(Videos.Path, new ReadOptions { Range = ByteRange.Suffix(5) });

        Assert.That((read.Range, read.Properties.Length), Is.EqualTo((new ServedRange(0, 0), 0)));
        Assert.That(await read.Body.ReadAsync(new byte[1]), Is.Zero);
    }

    [Test]
    public async Task Server_that_does_not_serve_ranges_is_Unsupported()
    {
        Proxy.Next(new Fault.Answer(200, "0123456789", "video/mp4", ("Content-Length", "10"), ("ETag", "\"a\""), ("Last-Modified", "Fri, 01 Jan 2027 00:00:00 GMT")));

        var failure = await Videos.FailureAsync(() => Store.OpenReadAsync(Videos.Path, new ReadOptions { Range = ByteRange.From(5) }));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unsupported));
    }

    [Test]
    public async Task Answer_that_does_not_tell_its_length_is_not_taken_for_an_empty_video()
    {
        Proxy.Next(new Fault.Answer(200, "0123456789", "video/mp4", ("ETag", "\"a\""), ("Last-Modified", "Fri, 01 Jan 2027 00:00:00 GMT")));

        Assert.That((await Videos.FailureAsync(() => Store.OpenReadAsync(Videos.Path))).Error, Is.EqualTo(VideoStoreError.Internal));
    }

    private string[] Methods() => [.. Proxy.Requests.Select(request => request.Method)];
}
