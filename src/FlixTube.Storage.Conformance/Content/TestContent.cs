using System.Security.Cryptography;

namespace FlixTube.Storage.Conformance;

/// <summary>The bytes of a video of any length, made when they are asked for: the same for the same seed.</summary>
internal sealed class TestContent
{
    // A prime, so that parts in the wrong order, and offsets that are wrong by a power of two, show.
    private const int Period = 65_521;

    private readonly byte[] _pattern;
    private string? _hash;

    private TestContent(long length, byte[] pattern)
    {
        Length = length;
        _pattern = pattern;
    }

    public long Length { get; }

    /// <summary>The SHA-256 as <see cref="VideoProperties.ContentHash"/> has it.</summary>
    public string Hash => _hash ??= ComputeHash();

    public static TestContent Of(long length, int seed = 0)
    {
        var pattern = new byte[Math.Min(length, Period)];
        new Random(seed).NextBytes(pattern);
        return new(length, pattern);
    }

    public static TestContent Of(byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Period);
        return new(bytes.Length, bytes);
    }

    public SourceStream Open() => new(this);

    public byte[] Bytes() => Bytes(0, Length);

    public byte[] Bytes(long offset, long length)
    {
        var bytes = new byte[length];
        Fill(offset, bytes);
        return bytes;
    }

    public void Fill(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var part = _pattern.AsSpan((int)(offset % Period));
            part = part[..Math.Min(part.Length, destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            offset += part.Length;
        }
    }

    private string ComputeHash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Math.Min(Length, 1 << 20)];
        for (long offset = 0; offset < Length; offset += buffer.Length)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - offset));
            Fill(offset, part);
            sha.AppendData(part);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
