using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [Test]
    [Description("VideoProperties.ETag: the same from read, stat, write and list")]
    public async Task ETag_is_the_same_from_write_and_stat_and_read_and_list()
    {
        foreach (var length in new[] { 0, 1, 1000, 1_000_000 })
        {
            var path = At($"{length}");
            var written = await PutAsync(path, TestContent.Of(length));
            var stat = await Store.GetPropertiesAsync(path);
            await using var whole = await Store.OpenReadAsync(path);
            var listed = (await ListAsync(path.Value)).Single();

            Assert.That(
                new[] { stat.ETag, whole.Properties.ETag, listed.ETag }, Is.All.EqualTo(written.ETag), $"a video of {length} bytes");

            if (length > 0)
            {
                await using var part = await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.Suffix(1) });
                Assert.That(part.Properties.ETag, Is.EqualTo(written.ETag), "of a range");
            }
        }
    }

    [Test]
    [Description("VideoProperties.ETag: 1 to 256 characters, U+0021, U+0023 to U+007E, without the quotes")]
    public async Task ETag_may_stand_inside_the_quotes_of_an_entity_tag()
    {
        foreach (var length in new[] { 0, 1000, 1_000_000 })
        {
            var etag = (await PutAsync(At("video"), TestContent.Of(length))).ETag;

            Assert.That(etag, Has.Length.InRange(1, 256));
            Assert.That(etag, Is.All.Matches<char>(c => c is '!' or (>= '#' and <= '~')));
        }
    }

    [Test]
    [Description("VideoProperties.ETag: it must change whenever the bytes do")]
    public async Task ETag_changes_with_every_replacement_by_other_bytes_of_the_same_length()
    {
        var etags = new List<string>();
        for (var seed = 0; seed < 10; seed++)
            etags.Add((await PutAsync(At("video"), TestContent.Of(1000, seed))).ETag);

        Assert.That(etags, Is.Unique);
    }

    [Test]
    [Description("VideoProperties.ETag: it must change whenever the bytes do, though it be one byte")]
    public async Task ETag_changes_with_one_byte()
    {
        var bytes = TestContent.Of(1000).Bytes();
        var before = await PutAsync(At("video"), TestContent.Of([.. bytes]));
        bytes[500] ^= 1;

        var after = await PutAsync(At("video"), TestContent.Of(bytes));

        Assert.That(after.ETag, Is.Not.EqualTo(before.ETag));
    }

    [Test]
    [Description("VideoProperties.ETag: it must change whenever the bytes do, also by way of a delete")]
    public async Task ETag_of_a_video_that_was_deleted_is_not_given_to_other_bytes()
    {
        var before = await PutAsync(At("video"), TestContent.Of(1000, seed: 1));
        await Store.DeleteAsync(At("video"));

        var after = await PutAsync(At("video"), TestContent.Of(1000, seed: 2));

        Assert.That(after.ETag, Is.Not.EqualTo(before.ETag));
    }

    [TestCase(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [Description("VideoProperties.ContentHash: the SHA-256 of the whole content as 64 lower-case hexadecimal digits (FIPS 180-4)")]
    public async Task ContentHash_is_the_published_one(int length, string hash)
    {
        await PutAsync(At("video"), TestContent.Of("abc"u8[..length].ToArray()));

        Assert.That((await Store.GetPropertiesAsync(At("video"))).ContentHash, Is.EqualTo(hash));
    }

    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(1_000_003)]
    [Description("WriteAsync: the SHA-256 of the content must be computed on the way and kept")]
    public async Task ContentHash_is_known_to_write_and_stat_and_read(int length)
    {
        var (path, content, written) = await PutAsync(length);

        await using var whole = await Store.OpenReadAsync(path);
        await using var part = await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.Slice(0, 1) });

        Assert.That(written.ContentHash, Is.EqualTo(content.Hash), "of the write");
        Assert.That((await Store.GetPropertiesAsync(path)).ContentHash, Is.EqualTo(content.Hash), "of the stat");
        Assert.That(whole.Properties.ContentHash, Is.EqualTo(content.Hash), "of the read");
        Assert.That(part.Properties.ContentHash, Is.EqualTo(content.Hash), "of the whole content, not of the range");
    }

    [Test]
    [Description("VideoProperties.ContentHash: of this version")]
    public async Task ContentHash_follows_a_replacement()
    {
        var (path, _, _) = await PutAsync(1000);

        await PutAsync(path, TestContent.Of(1000, seed: 2));

        Assert.That((await Store.GetPropertiesAsync(path)).ContentHash, Is.EqualTo(TestContent.Of(1000, seed: 2).Hash));
    }

    [TestCase("video/mp4")]
    [TestCase("video/mp4; codecs=\"avc1.42E01E, mp4a.40.2\"")]
    [TestCase("text/plain;charset=utf-8")]
    [TestCase("Video/MP4")]
    [TestCase("application/x-a+json")]
    [TestCase("application/octet-stream")]
    [Description("VideoProperties.ContentType: what the writer gave")]
    public async Task ContentType_is_what_the_writer_gave(string contentType)
    {
        var written = await PutAsync(At("video.webm"), TestContent.Of(10), new WriteOptions { ContentType = contentType });

        await KeepsAsync(At("video.webm"), written, p => p.ContentType, contentType);
    }

    [Test]
    [Description("WriteOptions.ContentType: at most 256 characters")]
    public async Task ContentType_may_have_256_characters()
    {
        var contentType = "video/" + new string('x', 250);

        var written = await PutAsync(At("video"), TestContent.Of(10), new WriteOptions { ContentType = contentType });

        await KeepsAsync(At("video"), written, p => p.ContentType, contentType);
    }

    [TestCase("a.mp4", "video/mp4")]
    [TestCase("a.MP4", "video/mp4")]
    [TestCase("a.webm", "video/webm")]
    [TestCase("a.m3u8", "application/vnd.apple.mpegurl")]
    [TestCase("a.mp4/b", "application/octet-stream")]
    [TestCase("a", "application/octet-stream")]
    [TestCase("a.unknown", "application/octet-stream")]
    [Description("VideoProperties.ContentType: else what the name suggests, else application/octet-stream")]
    public async Task ContentType_is_derived_from_the_name_when_the_writer_gave_none(string name, string contentType)
    {
        var written = await PutAsync(At(name), TestContent.Of(10));

        await KeepsAsync(At(name), written, p => p.ContentType, contentType);
    }

    [TestCaseSource(typeof(MetadataCases), nameof(MetadataCases.All))]
    [Description("WriteAsync: the metadata must be kept; VideoMetadata: a value is Unicode text without control characters")]
    public async Task Metadata_comes_back_as_it_was_given(VideoMetadata metadata)
    {
        var written = await PutAsync(At("video"), TestContent.Of(10), new WriteOptions { Metadata = metadata });

        await KeepsAsync(At("video"), written, p => p.Metadata, metadata);
    }

    [Test]
    [Description("VideoMetadata.ContentHashKey: it never shows up in VideoProperties.Metadata")]
    public async Task Metadata_does_not_show_the_hash_that_the_store_keeps()
    {
        var written = await PutAsync(At("video"), TestContent.Of(10));

        await KeepsAsync(At("video"), written, p => p.Metadata, VideoMetadata.Empty);
    }

    [Test]
    [Description("WriteOptions.Default: no metadata and a content type derived from the name; replacing the one that was there")]
    public async Task Metadata_and_content_type_of_a_replaced_video_are_gone()
    {
        var options = new WriteOptions { ContentType = "video/x-old", Metadata = new([new("title", "old"), new("old", "yes")]) };
        await PutAsync(At("a.mp4"), TestContent.Of(10), options);

        var written = await PutAsync(At("a.mp4"), TestContent.Of(10, seed: 2), new WriteOptions { Metadata = new([new("title", "new")]) });
        await KeepsAsync(At("a.mp4"), written, p => p.Metadata, new VideoMetadata([new("title", "new")]));
        await KeepsAsync(At("a.mp4"), written, p => p.ContentType, "video/mp4");

        written = await PutAsync(At("a.mp4"), TestContent.Of(10, seed: 3));
        await KeepsAsync(At("a.mp4"), written, p => p.Metadata, VideoMetadata.Empty);
    }

    [Test]
    [Description("VideoProperties.LastModified: when this version was written, in UTC, to the second or better")]
    public async Task LastModified_is_the_time_of_the_write_in_UTC()
    {
        // Generous: the clock of a service may be wrong by minutes, one that is not set is wrong by years.
        var clockDifference = TimeSpan.FromMinutes(15);

        var written = await PutAsync(At("video"), TestContent.Of(10));
        var stat = await Store.GetPropertiesAsync(At("video"));

        Assert.That(written.LastModified, Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(clockDifference));
        Assert.That(stat.LastModified, Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(clockDifference));
        Assert.That(stat.LastModified.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(written.LastModified.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    [Description("VideoProperties.LastModified: when this version was written, which is not before the one that it replaced")]
    public async Task LastModified_does_not_go_back_with_a_replacement()
    {
        var before = await PutAsync(At("video"), TestContent.Of(10));

        var after = await PutAsync(At("video"), TestContent.Of(10, seed: 2));

        Assert.That(after.LastModified, Is.GreaterThanOrEqualTo(before.LastModified - ClockRounding));
    }

    [Test]
    [Description("GetPropertiesAsync: NotFound")]
    public async Task Stat_of_a_missing_video_is_NotFound() =>
        await FailsAsync(VideoStoreError.NotFound, At("missing"), () => Store.GetPropertiesAsync(At("missing")));

    [Test]
    [Description("IVideoStore.Capabilities: it must not change during the store's life")]
    public async Task Capabilities_stay_as_they_are()
    {
        var before = Capabilities;
        await PutAsync(100);

        Assert.That(Capabilities, Is.EqualTo(before));
        Assert.That(before.Provider, Is.Not.Null.And.Not.Empty);
        Assert.That(before.MaxVideoLength, Is.Positive);
    }

    private async Task KeepsAsync<T>(VideoPath path, VideoProperties written, Func<VideoProperties, T> property, T expected)
        where T : notnull
    {
        await using var read = await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.From(1) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(property(written).Equals(expected), Is.True, $"of the write: {property(written)}");
            Assert.That(property(await Store.GetPropertiesAsync(path)).Equals(expected), Is.True, "of the stat");
            Assert.That(property(read.Properties).Equals(expected), Is.True, "of the read");
        }
    }
}
