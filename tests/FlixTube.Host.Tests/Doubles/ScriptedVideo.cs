using System.Collections.Concurrent;
using FlixTube.Storage;

namespace FlixTube.Host.Tests.Doubles;

/// <summary>A video of any length without the memory: its bytes follow from its seed.</summary>
internal sealed class ScriptedVideo
{
    private static readonly ConcurrentDictionary<int, byte[]> Patterns = new();

    private readonly byte[] _pattern;

    public ScriptedVideo(string path, long length, int seed = 1, string? contentHash = null, string contentType = "video/mp4", DateTimeOffset? lastModified = null)
    {
        _pattern = Patterns.GetOrAdd(seed, NewPattern);
        Properties = new VideoProperties
        {
            Path = VideoPath.Parse(path),
            Length = length,
            ETag = $"store-tag-{seed}",
            LastModified = lastModified ?? new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero),
            ContentType = contentType,
            ContentHash = contentHash,
        };
    }

    public VideoProperties Properties { get; }

    public byte[] Bytes(long offset, long length)
    {
        var bytes = new byte[length];
        Fill(bytes, offset);
        return bytes;
    }

    public byte[] Bytes() => Bytes(0, Properties.Length);

    public void Fill(Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var piece = _pattern.AsSpan((int)(offset % _pattern.Length));
            piece = piece[..Math.Min(piece.Length, bytes.Length)];
            piece.CopyTo(bytes);
            bytes = bytes[piece.Length..];
            offset += piece.Length;
        }
    }

    private static byte[] NewPattern(int seed)
    {
        // A prime, so that no power of two hides a wrong offset.
        var pattern = new byte[65521];
        new Random(seed).NextBytes(pattern);
        return pattern;
    }
}
