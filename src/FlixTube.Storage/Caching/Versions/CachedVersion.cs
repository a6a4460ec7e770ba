using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage.Caching.Memory;

namespace FlixTube.Storage.Caching.Versions;

/// <summary>One version of one video of one store, and how it is cut into slices.</summary>
internal sealed class CachedVersion
{
    private readonly int _sliceBytes;

    /// <param name="store">What tells the store from others, in this process and in those to come.</param>
    /// <param name="properties">What the store said.</param>
    /// <param name="sliceBytes">The length of a slice: a power of two.</param>
    public CachedVersion(string store, VideoProperties properties, int sliceBytes)
    {
        _sliceBytes = sliceBytes;
        Properties = properties;
        Video = VideoOf(store, properties.Path);
        Id = BinaryPrimitives.ReadUInt128LittleEndian(Hash($"{store}\n{properties.Path}\n{properties.ETag}\n{properties.Length:d}\n{sliceBytes:d}"));
    }

    public VideoProperties Properties { get; }

    /// <summary>
    /// Other for every other store, path, ETag, length and length of slices: the first half of a SHA-256. No two versions
    /// have the same one but by a forgery that costs 2^64 hashes.
    /// </summary>
    public UInt128 Id { get; }

    /// <summary>The same for all versions of a video. A hint, not an identity.</summary>
    public ulong Video { get; }

    public static ulong VideoOf(string store, VideoPath path) => BinaryPrimitives.ReadUInt64LittleEndian(Hash($"{store}\n{path}"));

    public int IndexOf(long position) => (int)(position / _sliceBytes);

    public long StartOf(int index) => (long)index * _sliceBytes;

    public int LengthOf(int index) => (int)Math.Min(_sliceBytes, Properties.Length - StartOf(index));

    public SliceKey KeyOf(int index) => new(Id, index);

    // No path and no ETag has a line feed, so no two texts are the same.
    private static byte[] Hash(FormattableString text) => SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant(text)));
}
