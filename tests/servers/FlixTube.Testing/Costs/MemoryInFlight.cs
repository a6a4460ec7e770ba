using System.Diagnostics;
using System.Security.Cryptography;
using FlixTube.Storage;
using FlixTube.Testing.Content;
using NUnit.Framework;

namespace FlixTube.Testing.Costs;

/// <summary>
/// Proves that one stream to or from a store takes little of the managed heap, however long it is: what is in use, garbage
/// collected, is looked at again and again while a video is written and read. Nothing else may run in the process meanwhile.
/// </summary>
/// <remarks>
/// Arrays that a pool kept from before count as in use before; the figure of the whole process has them. So the figures of a
/// process that runs nothing else are the ones to quote.
/// </remarks>
public static class MemoryInFlight
{
    /// <summary>What a write or a read may hold at any time, in bytes: 64 MiB.</summary>
    public const long Bound = 64 * MiB;

    private const long MiB = 1024 * 1024;
    private const int BufferLength = 81_920;

    /// <summary>Writes a video of zeros and reads it back, checks its hash, tells the figures and holds them against <see cref="Bound"/>.</summary>
    /// <param name="store">The store, with its ordinary settings.</param>
    /// <param name="mebibytes">The length of the video.</param>
    public static async Task AssertBoundedAsync(IVideoStore store, int mebibytes)
    {
        var path = VideoPath.Parse("long.mp4");
        var watch = new Watch(everyBytes: Math.Max(MiB, mebibytes * MiB / 128));
        var written = await watch.WriteAsync(store, path, mebibytes * MiB);
        var writing = watch.Take();
        var hash = await watch.ReadAsync(store, path);
        var reading = watch.Take();

        await TestContext.Progress.WriteLineAsync($"{store.Capabilities.Provider}, {mebibytes} MiB: writing {writing}; reading {reading}");
        Assert.That(hash, Is.EqualTo(written.ContentHash));
        Assert.That(written.Length, Is.EqualTo(mebibytes * MiB));
        Assert.That(writing.Most, Is.LessThan(Bound), "writing");
        Assert.That(reading.Most, Is.LessThan(Bound), "reading");
    }

    private sealed record Figures(long Most, long InProcess, long Allocated, TimeSpan Time)
    {
        public override string ToString() =>
            FormattableString.Invariant($"{(double)Most / MiB:f1} MiB in use at most ({(double)InProcess / MiB:f1} in the whole process), {(double)Allocated / MiB:f1} MiB allocated in all, {Time.TotalSeconds:f1} s");
    }

    private sealed class Watch
    {
        private readonly long _everyBytes;
        private readonly byte[] _buffer = new byte[BufferLength];
        private long _before;
        private long _allocatedBefore;
        private long _began;
        private long _most;

        public Watch(long everyBytes)
        {
            _everyBytes = everyBytes;
            Begin();
        }

        public async Task<VideoProperties> WriteAsync(IVideoStore store, VideoPath path, long length)
        {
            await using var source = new ZeroStream(length, Look);
            return await store.WriteAsync(path, source);
        }

        public async Task<string> ReadAsync(IVideoStore store, VideoPath path)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var read = await store.OpenReadAsync(path);
            var taken = 0L;
            for (int count; (count = await read.Body.ReadAsync(_buffer)) > 0; taken += count)
            {
                hash.AppendData(_buffer, 0, count);
                if (taken / _everyBytes != (taken + count) / _everyBytes)
                    Look();
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        /// <summary>What was found since the last time.</summary>
        public Figures Take()
        {
            var figures = new Figures(_most, _before + _most, GC.GetTotalAllocatedBytes(precise: true) - _allocatedBefore, Stopwatch.GetElapsedTime(_began));
            Begin();
            return figures;
        }

        private void Begin()
        {
            _most = 0;
            _before = GC.GetTotalMemory(forceFullCollection: true);
            _allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
            _began = Stopwatch.GetTimestamp();
        }

        private void Look() => _most = Math.Max(_most, GC.GetTotalMemory(forceFullCollection: true) - _before);
    }
}
