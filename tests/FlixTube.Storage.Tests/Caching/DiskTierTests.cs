using FlixTube.Storage.Tests.Caching.Support;
using FlixTube.Storage.Tests.Files;
using static FlixTube.Storage.Tests.Caching.Support.CacheOfOneTest;

namespace FlixTube.Storage.Tests.Caching;

public sealed class DiskTierTests
{
    private const int Length = (10 * SliceBytes) + 17;
    private const int Slices = 11;

    [Test]
    public async Task What_is_on_the_disk_survives_the_process_and_costs_one_stat()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        await FillAsync(test);

        await test.RestartAsync();
        await Soon.IsTrueAsync(() => test.Cache.Disk!.Bytes > 0, "the folder is looked through");
        await test.ReadAsync();

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(test.Origin.Stats, Is.EqualTo(1));
        Assert.That(test.Origin.Bytes, Is.EqualTo(Length));
    }

    [Test]
    public async Task What_memory_does_not_hold_comes_from_the_disk()
    {
        await using var test = new CacheOfOneTest(new SliceCacheOptions { MemoryBytes = 4 * SliceBytes }, onDisk: true);
        test.Origin.Put(Video, 1, Length);
        for (var index = 0; index < Slices; index++)
        {
            await test.ReadAsync(Range(index * SliceBytes, 1));
            await Soon.IsTrueAsync(() => test.FilesOnDisk.Length == index + 1, "it is written");
        }

        await test.ReadAsync();

        Assert.That(test.Origin.Bytes, Is.EqualTo(Length));
    }

    [Test]
    public async Task A_slice_with_a_bit_turned_is_fetched_again([Values(0, 7, 8, 30, 33, 47, 48, 49, 2000, -1)] int at)
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        await FillAsync(test);
        await test.RestartAsync();
        await Soon.IsTrueAsync(() => test.Cache.Disk!.Bytes > 0, "the folder is looked through");
        foreach (var file in test.FilesOnDisk)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            bytes[at < 0 ? ^1 : Math.Min(at, bytes.Length - 1)] ^= 0x10;
            await File.WriteAllBytesAsync(file, bytes);
        }

        await test.ReadAsync();

        Assert.That(test.Origin.Bytes, Is.EqualTo(2 * Length));
    }

    [TestCase("cut")]
    [TestCase("empty")]
    [TestCase("zeros")]
    [TestCase("exchanged")]
    [TestCase("gone")]
    public async Task A_slice_that_is_not_what_was_written_is_fetched_again(string harm)
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        await FillAsync(test);
        await test.RestartAsync();
        await Soon.IsTrueAsync(() => test.Cache.Disk!.Bytes > 0, "the folder is looked through");
        var files = test.FilesOnDisk;
        var contents = files.Select(File.ReadAllBytes).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            switch (harm)
            {
                case "cut": File.WriteAllBytes(files[i], contents[i][..^1]); break;
                case "empty": File.WriteAllBytes(files[i], []); break;
                case "zeros": File.WriteAllBytes(files[i], new byte[contents[i].Length]); break;
                case "exchanged": File.WriteAllBytes(files[i], contents[(i + 1) % files.Length]); break;
                default: File.Delete(files[i]); break;
            }
        }

        await test.ReadAsync();

        Assert.That(test.Origin.Bytes, Is.EqualTo(2 * Length));
    }

    [Test]
    public async Task The_disk_holds_no_more_than_it_may()
    {
        await using var test = new CacheOfOneTest(new SliceCacheOptions { MemoryBytes = 1 << 20, DiskBytes = 8 * 2 * SliceBytes }, onDisk: true);
        for (var i = 0; i < 10; i++)
        {
            var path = VideoPath.Parse($"{i}");
            test.Origin.Put(path, i, Length);
            await test.ReadAsync(path: path);
            Assert.That(test.BytesOnDisk, Is.LessThanOrEqualTo(test.Options.DiskBytes));
        }

        Assert.That(test.Cache.Disk!.Bytes, Is.LessThanOrEqualTo(test.Options.DiskBytes));

        test.Options.DiskBytes /= 2;
        await test.RestartAsync();
        await Soon.IsTrueAsync(() => test.BytesOnDisk <= test.Options.DiskBytes, "a lower bound is kept from the start");
    }

    [Test]
    public async Task The_disk_keeps_free_what_must_stay_free()
    {
        using var folder = new FlixTube.Testing.Programs.TemporaryFolder();
        using var disk = MountedDisk.Make(folder.PathOf("disk"), "size=4m");
        var options = new SliceCacheOptions { MemoryBytes = 1 << 20, DiskPath = disk.Folder, DiskFreeBytes = 3 << 20 };
        await using var test = new CacheOfOneTest(options);
        test.Origin.Put(Video, 1, 6 << 20);

        await test.ReadAsync();
        await test.ReadAsync();

        Assert.That(new DriveInfo(disk.Folder).AvailableFreeSpace, Is.GreaterThanOrEqualTo(options.DiskFreeBytes));
        Assert.That(test.FilesOnDisk, Is.Not.Empty);
    }

    [Test]
    public async Task A_disk_that_is_full_or_taken_does_not_disturb_viewers()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        await FillAsync(test);
        await using var second = new CacheOfOneTest(new SliceCacheOptions { MemoryBytes = 1 << 20, DiskPath = test.Options.DiskPath }, origin: test.Origin);
        using var folder = new FlixTube.Testing.Programs.TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("file"), "");
        await using var third = new CacheOfOneTest(new SliceCacheOptions { MemoryBytes = 1 << 20, DiskPath = folder.PathOf("file") }, origin: test.Origin);

        await second.ReadAsync();
        await third.ReadAsync();

        Assert.That(test.FilesOnDisk, Has.Length.EqualTo(Slices));
    }

    [Test]
    public async Task What_a_killed_process_left_unfinished_is_removed_and_what_is_not_ours_is_left()
    {
        await using var test = new CacheOfOneTest(onDisk: true);
        await FillAsync(test);
        var unfinished = test.FilesOnDisk[0] + ".part";
        var foreign = Path.Join(Path.GetDirectoryName(unfinished), "notes.txt");
        await File.WriteAllTextAsync(unfinished, "half");
        await File.WriteAllTextAsync(foreign, "mine");

        await test.RestartAsync();

        await Soon.IsTrueAsync(() => !File.Exists(unfinished), "it is removed");
        Assert.That(foreign, Does.Exist);
    }

    private static async Task FillAsync(CacheOfOneTest test)
    {
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        await Soon.IsTrueAsync(() => test.FilesOnDisk.Length == Slices, "all slices are written");
    }
}
