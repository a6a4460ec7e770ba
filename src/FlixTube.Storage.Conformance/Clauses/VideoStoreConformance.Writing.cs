using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1023)]
    [TestCase(81_919)]
    [TestCase(81_920)]
    [TestCase(81_921)]
    [TestCase(1_048_577)]
    [Description("WriteAsync: the length of content may be unknown")]
    public async Task Write_takes_a_source_of_unknown_length_that_cannot_seek(int length)
    {
        var content = TestContent.Of(length, seed: 3);
        var source = content.Open();

        var written = await Store.WriteAsync(At("video"), source);

        Assert.That(written.Length, Is.EqualTo(length));
        await HoldsAsync(At("video"), content);
        AssertUntouched(source);
    }

    [TestCase(1, -1)]
    [TestCase(1, 0)]
    [TestCase(1, 1)]
    [TestCase(2, -1)]
    [TestCase(2, 0)]
    [TestCase(2, 1)]
    [TestCase(3, 1)]
    [Description("WriteAsync: whole, also where it is written in parts")]
    public async Task Write_is_exact_around_the_edges_of_parts(int parts, int more)
    {
        var length = ((long)parts * PartLength) + more;
        RequireLength(length);
        var content = TestContent.Of(length, seed: 4);

        var written = await Store.WriteAsync(At("video"), new SourceStream(content) { MaxChunk = 100_001 });

        Assert.That(written.ContentHash, Is.EqualTo(content.Hash));
        await HoldsAsync(At("video"), content);
    }

    [TestCase(1, 3000)]
    [TestCase(7, 10_007)]
    [TestCase(1000, 300_000)]
    [Description("WriteAsync: content is read to its end, which is not where a read gives less than was asked for")]
    public async Task Write_takes_a_source_that_gives_a_few_bytes_at_a_time(int chunk, int length)
    {
        var content = TestContent.Of(length, seed: 5);
        var source = new SourceStream(content) { MaxChunk = chunk };

        await Store.WriteAsync(At("video"), source);

        await HoldsAsync(At("video"), content);
        AssertUntouched(source);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(400)]
    [TestCase(999)]
    [TestCase(1000)]
    [Description("WriteAsync: content is read from where it stands")]
    public async Task Write_begins_where_a_seekable_source_stands(int position)
    {
        var content = TestContent.Of(1000, seed: 6);
        var source = new SourceStream(content) { Seekable = true }.StandingAt(position);

        var written = await Store.WriteAsync(At("video"), source);

        AssertUntouched(source);
        Assert.That(written.Length, Is.EqualTo(1000 - position));
        await HoldsAsync(At("video"), TestContent.Of(content.Bytes(position, 1000 - position)));
    }

    [Test]
    [Description("WriteAsync: content is read once, forward; it must be left open; it must be read asynchronously")]
    public async Task Write_reads_a_long_source_once_and_asynchronously_and_leaves_it_open()
    {
        var length = Math.Min(LargestVideoLength, PartLength + 1L);
        var source = new SourceStream(TestContent.Of(length, seed: 7)) { Seekable = true };

        await Store.WriteAsync(At("video"), source);

        AssertUntouched(source);
        Assert.That(source.Position, Is.EqualTo(length));
    }

    [TestCase(2000)]
    [TestCase(1000)]
    [TestCase(500)]
    [TestCase(0)]
    [Description("WriteAsync: replacing the one that was there, whole")]
    public async Task Write_replaces_the_video_that_was_there(int newLength)
    {
        var (path, _, _) = await PutAsync(1000);

        await PutAsync(path, TestContent.Of(newLength, seed: 2));

        await HoldsAsync(path, TestContent.Of(newLength, seed: 2));
    }

    [Test]
    [Description("WriteAsync: returns the properties of the version written")]
    public async Task Write_returns_the_properties_that_stat_gives()
    {
        var options = new WriteOptions { ContentType = "video/x-test", Metadata = new([new("title", "Ünïcode 😀")]) };

        var written = await PutAsync(At("video"), TestContent.Of(100), options);
        var stat = await Store.GetPropertiesAsync(At("video"));

        Assert.That(written with { LastModified = stat.LastModified }, Is.EqualTo(stat));
        Assert.That(written.LastModified, Is.EqualTo(stat.LastModified).Within(ClockRounding));
    }

    [Test]
    [Description("WriteAsync: the video must become visible at once and whole, when this returns")]
    public async Task Write_of_a_new_video_is_invisible_until_it_is_whole()
    {
        var path = At("video");
        var content = TestContent.Of(LongBodyLength, seed: 8);
        var source = content.Open();
        foreach (var position in new[] { 0, 1, content.Length / 2, content.Length - 1, content.Length })
            source.When(position, async _ => await AbsentAsync(path));

        await Store.WriteAsync(path, source);

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("WriteAsync: readers see the old version or the new one")]
    public async Task Write_over_a_video_leaves_the_old_one_to_readers_until_it_is_whole()
    {
        var (path, old, before) = await PutAsync(1000);
        var content = TestContent.Of(LongBodyLength, seed: 8);
        var source = content.Open();
        foreach (var position in new[] { 0, 1, content.Length / 2, content.Length - 1, content.Length })
            source.When(position, async _ => Assert.That((await HoldsAsync(path, old)).ETag, Is.EqualTo(before.ETag)));

        await Store.WriteAsync(path, source);

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("ListPageAsync: unfinished writes must not show")]
    public async Task Write_in_progress_shows_in_no_listing()
    {
        await PutAllAsync("before");
        var content = TestContent.Of(LongBodyLength, seed: 8);
        var everything = (await ListAsync(prefix: null)).ConvertAll(v => v.Path);
        var source = content.Open();
        foreach (var position in new[] { 1, content.Length / 2, content.Length })
            source.When(position, async _ => Assert.That((await ListAsync(prefix: null)).Select(v => v.Path), Is.EqualTo(everything)));

        await Store.WriteAsync(At("video"), source);

        Assert.That(await ListNamesAsync(), Is.EqualTo(new[] { "before", "video" }));
    }

    [Test]
    [Description("WriteAsync: another video may be written while one is being written")]
    public async Task Write_from_within_the_source_of_a_write_works()
    {
        var content = TestContent.Of(1000, seed: 9);
        var source = content.Open().When(500, async _ => await PutAsync(At("inner"), TestContent.Of(10)));

        await Store.WriteAsync(At("outer"), source);

        await HoldsAsync(At("inner"), TestContent.Of(10));
        await HoldsAsync(At("outer"), content);
    }

    [Test]
    [Description("WriteAsync, OpenReadAsync: the body of a video may be the source of a write, also of its own")]
    public async Task Write_takes_the_body_of_the_same_video_as_its_source()
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        await using (var read = await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.From(100) }))
            await Store.WriteAsync(path, read.Body);

        await using var again = await Store.OpenReadAsync(path);
        AssertBytes(await DrainAsync(again.Body), content.Bytes(100, content.Length - 100));
    }

    [Test]
    [Description("WriteAsync: nothing of a finished write is left behind but the video")]
    public async Task Write_that_finished_leaves_nothing_behind()
    {
        await PutAsync(At("video"), TestContent.Of(Math.Min(LargestVideoLength, PartLength + 1L)));

        await NothingIsLeftAsync();
    }

    [Test]
    [Description("WriteOptions.Validate: every store must call it before it reads the source")]
    public async Task Write_options_that_contradict_themselves_are_an_ArgumentException_before_the_source_is_read()
    {
        var (path, old, written) = await PutAsync(10);

        await RefusedAsOptionsAsync(path, new WriteOptions { CreateOnly = true, IfMatch = written.ETag });
        await RefusedAsOptionsAsync(At("new"), new WriteOptions { CreateOnly = true, IfMatch = written.ETag });

        await HoldsAsync(path, old);
        await AbsentAsync(At("new"));
    }

    [TestCase("", TestName = "Write_with_an_empty_content_type_is_an_ArgumentException")]
    [TestCase("video/\r\nX-Other: 1", TestName = "Write_with_a_line_break_in_the_content_type_is_an_ArgumentException")]
    [TestCase("video/ü", TestName = "Write_with_a_content_type_that_is_not_ASCII_is_an_ArgumentException")]
    [Description("WriteOptions.ContentType: printable ASCII; every store must call Validate before it reads the source")]
    public async Task Write_with_a_content_type_out_of_bounds_is_an_ArgumentException(string contentType)
    {
        await RefusedAsOptionsAsync(At("video"), new WriteOptions { ContentType = contentType });
        await AbsentAsync(At("video"));
    }

    [Test]
    [Description("WriteOptions.ContentType: at most 256 characters")]
    public async Task Write_with_a_content_type_that_is_too_long_is_an_ArgumentException()
    {
        await RefusedAsOptionsAsync(At("video"), new WriteOptions { ContentType = "video/" + new string('x', 251) });
        await AbsentAsync(At("video"));
    }

    private async Task RefusedAsOptionsAsync(VideoPath path, WriteOptions options)
    {
        var source = TestContent.Of(100).Open();

        Assert.That(await CaughtAsync(() => Store.WriteAsync(path, source, options)), Is.InstanceOf<ArgumentException>());

        Assert.That(source.ReadCount, Is.Zero, "reads of the source");
        AssertUntouched(source);
    }
}
