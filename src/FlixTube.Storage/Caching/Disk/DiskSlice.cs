using FlixTube.Storage.Caching.Memory;

namespace FlixTube.Storage.Caching.Disk;

/// <summary>A slice on the disk.</summary>
/// <param name="key">Which.</param>
/// <param name="video">Of which video.</param>
/// <param name="length">The length of its file in bytes.</param>
internal sealed class DiskSlice(SliceKey key, ulong video, int length) : Resident(key, RoundUp(length))
{
    // What file systems give out, mostly.
    private const int Block = 4096;

    public ulong Video => video;

    /// <summary>The length of the file.</summary>
    public int Length => length;

    private static int RoundUp(int length) => (length + Block - 1) / Block * Block;
}
