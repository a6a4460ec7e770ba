using FlixTube.Storage.Caching;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Storage.Tests.Caching.Support;

/// <summary>A cache of small slices over an <see cref="Origin"/>, with a clock that stands still, that go away with the test.</summary>
internal sealed class CacheOfOneTest : IAsyncDisposable
{
    public const int SliceBytes = 4096;
    public const string Identity = "origin";

    private readonly TemporaryFolder? _folder;

    public CacheOfOneTest(SliceCacheOptions? options = null, bool onDisk = false, Origin? origin = null)
    {
        _folder = onDisk ? new() : null;
        Options = options ?? new SliceCacheOptions { MemoryBytes = 1 << 20 };
        Options.DiskPath ??= _folder?.FullPath;
        Options.DiskFreeBytes = options?.DiskFreeBytes ?? 0;
        Origin = origin ?? new Origin();
        Cache = new SliceCache(Options, Time, NullLogger.Instance, SliceBytes);
        Store = Cache.Over(Origin, Identity);
    }

    public static VideoPath Video { get; } = VideoPath.Parse("video.mp4");

    public SliceCacheOptions Options { get; }

    public ManualTime Time { get; } = new();

    public Origin Origin { get; }

    public SliceCache Cache { get; private set; }

    public CachingVideoStore Store { get; private set; }

    /// <summary>How many bytes the files of the second tier have.</summary>
    public long BytesOnDisk => new DirectoryInfo(Options.DiskPath!).EnumerateFiles("*.slice", SearchOption.AllDirectories).Sum(file => file.Length);

    public string[] FilesOnDisk => Directory.GetFiles(Options.DiskPath!, "*.slice", SearchOption.AllDirectories);

    /// <summary>The next process: nothing is in memory, the disk is as it was left.</summary>
    public async Task RestartAsync()
    {
        await Cache.DisposeAsync();
        Cache = new SliceCache(Options, Time, NullLogger.Instance, SliceBytes);
        Store = Cache.Over(Origin, Identity);
    }

    /// <summary>Reads, and looks at every byte.</summary>
    /// <returns>The properties.</returns>
    public Task<VideoProperties> ReadAsync(ReadOptions options = default, VideoPath? path = null) => ReadAsync(Store, options, path);

    public static async Task<VideoProperties> ReadAsync(IVideoStore store, ReadOptions options = default, VideoPath? path = null)
    {
        await using var read = await store.OpenReadAsync(path ?? Video, options);
        var bytes = new byte[read.Range.Length];
        await read.Body.ReadExactlyAsync(bytes);
        Assert.That(await read.Body.ReadAsync(new byte[1]), Is.Zero);
        Assert.That(bytes.AsSpan().SequenceEqual(Origin.Content(Origin.SeedOf(read.Properties.ETag), read.Range.Offset, bytes.Length)), $"{read.Range} of {read.Properties.ETag}");
        return read.Properties;
    }

    public static ReadOptions Range(long offset, long length) => new() { Range = ByteRange.Slice(offset, length) };

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Cache.DisposeAsync();
        _folder?.Dispose();
    }
}
