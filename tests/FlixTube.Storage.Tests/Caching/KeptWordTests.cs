using FlixTube.Storage.Tests.Caching.Support;
using static FlixTube.Storage.Tests.Caching.Support.CacheOfOneTest;

namespace FlixTube.Storage.Tests.Caching;

/// <summary>What the disk keeps of the store's word, for a process that starts while the store is down.</summary>
public sealed class KeptWordTests
{
    private const int Slices = 4;
    private const int Length = Slices * SliceBytes;

    [Test]
    public async Task After_a_restart_with_the_store_down_what_is_on_the_disk_plays_and_says_since_when()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        var video = test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        var said = test.Time.GetUtcNow();
        test.Time.Advance(TimeSpan.FromMinutes(10));
        await RestartWithoutStoreAsync(test);

        var stale = await test.ReadAsync();

        Assert.That(stale, Is.EqualTo(video with { StaleSince = said }));
        Assert.That((await test.Store.GetPropertiesAsync(Video)).StaleSince, Is.EqualTo(said));
    }

    [Test]
    public async Task It_plays_for_no_longer_than_without_the_restart()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        await RestartWithoutStoreAsync(test);

        test.Time.Advance(test.Options.StaleFor);

        AssertUnavailable(test);
    }

    [Test]
    public async Task The_store_is_asked_as_soon_as_it_can_be()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        await RestartAsync(test);
        var replacement = test.Origin.Put(Video, 2, Length);

        Assert.That(await test.ReadAsync(), Is.EqualTo(replacement), "what another process was told is not believed for a moment");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_was_replaced_or_deleted_through_the_cache_does_not_come_back(bool isReplaced)
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        if (isReplaced)
            await test.Store.WriteAsync(Video, Origin.Recipe(2, Length));
        else
            await test.Store.DeleteAsync(Video);

        await RestartWithoutStoreAsync(test);

        AssertUnavailable(test);
    }

    [Test]
    public async Task That_a_video_is_gone_is_kept_as_well()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        test.Origin.Remove(Video);
        test.Time.Advance(test.Options.RevalidateAfter);
        Assert.That(() => test.ReadAsync(), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.NotFound));

        await RestartWithoutStoreAsync(test);

        AssertUnavailable(test);
    }

    [Test]
    public async Task The_word_is_renewed_while_the_video_is_watched()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        test.Time.Advance(test.Options.StaleFor / 2);
        await test.ReadAsync();
        test.Time.Advance(test.Options.StaleFor * 0.7);
        await RestartWithoutStoreAsync(test);

        await test.ReadAsync();
    }

    [TestCase(0)]
    [TestCase(40)]
    [TestCase(100)]
    public async Task A_word_with_a_bit_turned_is_not_believed(int at)
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        test.Origin.Put(Video, 1, Length);
        await FillAsync(test);
        await RestartWithoutStoreAsync(test);
        var file = Words(test).Single();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        AssertUnavailable(test);
        Assert.That(Words(test), Is.Empty);
    }

    [Test]
    public async Task Words_count_against_the_bound_of_the_disk()
    {
        const int Most = 16;
        await using var test = new CacheOfOneTest(new SliceCacheOptions { MemoryBytes = 1 << 20, DiskBytes = Most * 4096 }, onDisk: true);
        for (var i = 0; i < 4 * Most; i++)
        {
            var path = VideoPath.Parse($"{i}");
            test.Origin.Put(path, i, 1);
            await test.ReadAsync(path: path);
        }

        await test.Cache.DisposeAsync();

        Assert.That(Words(test).Length + test.FilesOnDisk.Length, Is.LessThanOrEqualTo(Most));
    }

    private static string[] Words(CacheOfOneTest test) =>
        Directory.GetFiles(test.Options.DiskPath!, "*.word", SearchOption.AllDirectories);

    private static async Task FillAsync(CacheOfOneTest test)
    {
        await test.ReadAsync();
        await Soon.IsTrueAsync(() => test.FilesOnDisk.Length == Slices && Words(test).Length == 1, "all is on the disk");
    }

    private static async Task RestartAsync(CacheOfOneTest test)
    {
        await test.RestartAsync();
        await Soon.IsTrueAsync(() => test.Cache.Disk!.Bytes >= test.BytesOnDisk, "the folder is looked through");
    }

    private static async Task RestartWithoutStoreAsync(CacheOfOneTest test)
    {
        await RestartAsync(test);
        test.Origin.Failure = new VideoStoreException(VideoStoreError.Unavailable, "It rains.");
    }

    private static void AssertUnavailable(CacheOfOneTest test) =>
        Assert.That(() => test.ReadAsync(), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable));
}
