using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [Test]
    [Description("OpenReadAsync: it must be one request to the service, whatever is asked for, to the last byte of the body")]
    public async Task Read_is_one_request()
    {
        var (path, _, written) = await PutAsync(1000);

        await CostsAsync(1, () => Store.ReadToAsync(path, Stream.Null));
        await CostsAsync(1, () => Store.ReadToAsync(path, Stream.Null, new ReadOptions { IfMatch = written.ETag }));
        await CostsAsync(1, () => Store.ReadToAsync(path, Stream.Null, new ReadOptions { Range = ByteRange.Slice(10, 20) }));
        await CostsAsync(1, () => Store.ReadToAsync(path, Stream.Null, new ReadOptions { Range = ByteRange.From(999), IfMatch = written.ETag }));
        await CostsAsync(1, () => CaughtAsync(() => Store.OpenReadAsync(At("missing"))));
        await CostsAsync(1, () => CaughtAsync(() => Store.OpenReadAsync(path, new ReadOptions { IfMatch = "another" })));
    }

    [Test]
    [Description("OpenReadAsync: only a suffix range may take two requests, where SuffixRange says so")]
    public async Task Read_of_a_suffix_is_one_request_or_two()
    {
        var (path, _, written) = await PutAsync(1000);
        var requests = Capabilities.SuffixRange ? 1 : 2;

        await CostsAsync(requests, () => Store.ReadToAsync(path, Stream.Null, new ReadOptions { Range = ByteRange.Suffix(10) }));
        await CostsAsync(
            requests, () => Store.ReadToAsync(path, Stream.Null, new ReadOptions { Range = ByteRange.Suffix(2000), IfMatch = written.ETag }));
    }

    [Test]
    [Description("OpenReadAsync: it must be one request to the service, also of a long video that is read to its end")]
    public async Task Read_of_a_long_video_is_one_request()
    {
        var (path, _, _) = await PutAsync(LongBodyLength);

        await CostsAsync(1, () => Store.ReadToAsync(path, Stream.Null));
    }

    [Test]
    [Description("GetPropertiesAsync: it must be one request to the service")]
    public async Task Stat_is_one_request()
    {
        var (path, _, _) = await PutAsync(1000);

        await CostsAsync(1, () => Store.GetPropertiesAsync(path));
        await CostsAsync(1, () => CaughtAsync(() => Store.GetPropertiesAsync(At("missing"))));
    }

    [Test]
    [Description("GetPropertiesAsync: it must not open the content")]
    public async Task Stat_does_not_open_the_content()
    {
        var (path, _, _) = await PutAsync(LongBodyLength);
        var before = RequireRemoteHook(ContentBytesTaken);

        for (var i = 0; i < 5; i++)
            await Store.GetPropertiesAsync(path);

        Assert.That(ContentBytesTaken, Is.EqualTo(before), "bytes of content taken from the service");
    }

    [Test]
    [Description("VideoListItem: what every store can say in a listing without one request for each")]
    public async Task Listing_does_not_ask_for_each_video()
    {
        await PutAllAsync(Letters);
        var before = RequireRemoteHook(RequestCount);

        await Store.ListPageAsync(new ListOptions { Prefix = $"{Prefix}/" });

        Assert.That(RequestCount - before, Is.LessThan(Letters.Length), "requests to the service");
    }

    [Test]
    [Description("OpenReadAsync: it must not read ahead of the caller without bound")]
    public async Task Read_does_not_run_ahead_of_its_reader()
    {
        var bound = RequireHook(MemoryBound);
        RequireLength(2 * bound);
        var path = At("long");
        await PutAsync(path, TestContent.Of(LargestVideoLength));
        try
        {
            var before = RequireRemoteHook(ContentBytesTaken);
            await using var read = await Store.OpenReadAsync(path);
            await read.Body.ReadExactlyAsync(new byte[1000]);

            Assert.That(ContentBytesTaken - before, Is.LessThanOrEqualTo(bound), "bytes taken from the service for 1,000 that were read");
        }
        finally
        {
            await Store.DeleteAsync(path);
        }
    }

    [Test]
    [Description("WriteAsync: at most two parts may be held in memory, whatever the length")]
    public async Task Memory_of_a_write_does_not_grow_with_the_video()
    {
        var bound = RequireHook(MemoryBound);
        RequireLength(2 * bound);
        var path = At("long");
        var content = TestContent.Of(LargestVideoLength);
        var source = content.Open();
        var before = MeasureMemory();
        long most = 0;
        for (var i = 1; i <= 8; i++)
        {
            source.When(content.Length * i / 8, _ =>
            {
                most = Math.Max(most, MeasureMemory() - before);
                return ValueTask.CompletedTask;
            });
        }

        try
        {
            await Store.WriteAsync(path, source);
            Assert.That(most, Is.LessThanOrEqualTo(bound), $"bytes held while {content.Length} were written");
        }
        finally
        {
            await Store.DeleteAsync(path);
        }
    }

    [Test]
    [Description("OpenReadAsync: memory in use must not grow with the length of the video")]
    public async Task Memory_of_a_read_does_not_grow_with_the_video()
    {
        var bound = RequireHook(MemoryBound);
        RequireLength(2 * bound);
        var path = At("long");
        await PutAsync(path, TestContent.Of(LargestVideoLength));
        try
        {
            var buffer = new byte[81_920];
            var before = MeasureMemory();
            await using var read = await Store.OpenReadAsync(path);
            for (var i = 0; i < 8; i++)
            {
                for (long taken = 0; taken < LargestVideoLength / 10;)
                    taken += await read.Body.ReadAtLeastAsync(buffer, 1);

                Assert.That(MeasureMemory() - before, Is.LessThanOrEqualTo(bound), $"bytes held while {LargestVideoLength} are read");
            }
        }
        finally
        {
            await Store.DeleteAsync(path);
        }
    }

    private async Task CostsAsync(long requests, Func<Task> call)
    {
        var before = RequireRemoteHook(RequestCount);

        await call();

        Assert.That(RequestCount - before, Is.EqualTo(requests), "requests to the service");
    }
}
