using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using FlixTube.Storage;
using FlixTube.Storage.Caching;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Benchmarks.Caching;

/// <summary>
/// What a hit in the cache costs: the first 64 KiB of a warm video, copied and as they are, and the properties. The peer is
/// the least that can be done: a dictionary of arrays.
/// </summary>
[MemoryDiagnoser]
public class CacheBenchmarks
{
    private const int Length = 1 << 20;
    private const int Piece = 64 * 1024;

    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");
    private static readonly ReadOptions Range = new() { Range = ByteRange.Slice(0, Piece) };

    private readonly byte[] _buffer = new byte[Piece];
    private readonly ConcurrentDictionary<VideoPath, byte[]> _arrays = new();
    private SliceCache _cache = null!;
    private CachingVideoStore _store = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _arrays[Path] = new byte[Length];
        _cache = new SliceCache(new SliceCacheOptions { RevalidateAfter = TimeSpan.FromDays(1) }, TimeProvider.System, NullLogger.Instance);
        _store = _cache.Over(new OneVideo(_arrays[Path]), "one");
        await _store.ReadToAsync(Path, Stream.Null);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _store.DisposeAsync();
        await _cache.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public int CopyFromADictionary()
    {
        _arrays[Path].AsSpan(0, Piece).CopyTo(_buffer);
        return _buffer[0];
    }

    [Benchmark]
    public async Task<int> Copy()
    {
        await using var read = await _store.OpenReadAsync(Path, Range);
        return await read.Body.ReadAsync(_buffer);
    }

    [Benchmark]
    public async Task<int> Show()
    {
        await using var read = await _store.OpenReadAsync(Path, Range);
        var body = (ICachedBody)read.Body;
        var bytes = await body.PeekAsync();
        body.Advance(bytes.Length);
        return bytes.Length;
    }

    [Benchmark]
    public async Task<long> Properties() => (await _store.GetPropertiesAsync(Path)).Length;

    private sealed class OneVideo(byte[] content) : IVideoStore
    {
        private readonly VideoProperties _properties = new()
        {
            Path = Path,
            Length = content.Length,
            ETag = "1",
            LastModified = DateTimeOffset.UnixEpoch,
            ContentType = "video/mp4",
        };

        public VideoStoreCapabilities Capabilities { get; } = new()
        {
            Provider = "one",
            ConditionalCreate = false,
            ConditionalWrite = false,
            ConditionalDelete = false,
            SuffixRange = true,
            MaxVideoLength = Length,
        };

        public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
            Task.FromResult(new VideoRead(_properties, new ServedRange(0, content.Length), new MemoryStream(content, writable: false)));

        public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) => Task.FromResult(_properties);

        public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new VideoStoreException(VideoStoreError.Unsupported, "Nothing is written here.");

        public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
            throw new VideoStoreException(VideoStoreError.Unsupported, "Nothing is deleted here.");

        public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
            Task.FromResult(new VideoPage([], NextPageToken: null));
    }
}
