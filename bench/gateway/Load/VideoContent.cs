using System.Runtime.InteropServices;

namespace FlixTube.Bench.Gateway.Load;

/// <summary>Videos whose every byte follows from its place, so that any part of an answer can be checked without the file.</summary>
internal static class VideoContent
{
    public const string Whole = "whole.mp4";
    public const long WholeLength = 64L << 20;
    public const string Large = "large.mp4";
    public const long LargeLength = 1L << 30;

    private const int Word = sizeof(ulong);

    /// <summary>Writes both videos into a folder.</summary>
    public static async Task CreateAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await CreateAsync(Path.Combine(folder, Whole), WholeLength);
        await CreateAsync(Path.Combine(folder, Large), LargeLength);
    }

    /// <summary>Whether these are the bytes of a video from an offset on.</summary>
    public static bool Matches(ReadOnlySpan<byte> bytes, long offset)
    {
        Span<byte> expected = stackalloc byte[8 * 1024];
        while (!bytes.IsEmpty)
        {
            var skip = (int)(offset % Word);
            var count = Math.Min(bytes.Length, expected.Length - skip);
            Fill(expected, offset - skip);
            if (!bytes[..count].SequenceEqual(expected.Slice(skip, count)))
                return false;

            bytes = bytes[count..];
            offset += count;
        }
        return true;
    }

    private static async Task CreateAsync(string path, long length)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        var block = new byte[1 << 20];
        for (var offset = 0L; offset < length; offset += block.Length)
        {
            Fill(block, offset);
            await file.WriteAsync(block);
        }
    }

    private static void Fill(Span<byte> bytes, long alignedOffset)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var first = (ulong)(alignedOffset / Word);
        for (var i = 0; i < words.Length; i++)
        {
            var word = (first + (ulong)i + 1) * 0x9E3779B97F4A7C15;
            words[i] = word ^ (word >> 29);
        }
    }
}
