using System.Buffers.Binary;
using System.Globalization;
using FlixTube.Storage.Caching.Memory;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Caching.Disk;

/// <summary>
/// One slice in one file, which says itself what it is: 8 bytes that name the format, the version (16), the index (4), the
/// length (4), the checksum of all this and of the content (16), the content. Little-endian. A file that is not whole, or
/// not what its name says, is not read.
/// </summary>
internal static class SliceFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public const string Unfinished = ".part";

    private const string Extension = ".slice";
    private const string WordExtension = ".word";
    private const int NameLength = 58;
    private const int Described = 32;
    private const int HeaderBytes = Described + SliceChecksum.Bytes;

    private static ReadOnlySpan<byte> Format => "FLXSLC01"u8;

    public static int LengthOf(int contentLength) => HeaderBytes + contentLength;

    /// <summary>The version, the index and the video, in hexadecimal digits.</summary>
    public static string NameOf(SliceKey key, ulong video) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Version:x32}-{key.Index:x8}-{video:x16}{ExtensionOf(key)}");

    public static bool TryParseName(ReadOnlySpan<char> name, out SliceKey key, out ulong video)
    {
        key = default;
        video = 0;
        if (name.Length < NameLength || name[32] != '-' || name[41] != '-'
            || !UInt128.TryParse(name[..32], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version)
            || !int.TryParse(name[33..41], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var index)
            || !ulong.TryParse(name[42..58], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out video))
        {
            return false;
        }

        key = new SliceKey(version, index);
        return index >= 0 && name[NameLength..].SequenceEqual(ExtensionOf(key));
    }

    /// <summary>Writes a file so that it is there whole or not at all. It need not survive a loss of power: then its checksum tells.</summary>
    /// <exception cref="IOException">The disk has no room, or fails.</exception>
    public static void Write(string file, SliceKey key, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Describe(key, content.Length, header);
        SliceChecksum.Compute(header[..Described], content, header[Described..]);

        var unfinished = file + Unfinished;
        try
        {
            using (var handle = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(handle, header, 0);
                RandomAccess.Write(handle, content, HeaderBytes);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception)
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>The content of a small file.</summary>
    /// <returns><c>null</c> when the file is not what was written.</returns>
    /// <exception cref="IOException">There is no such file, or the disk fails.</exception>
    public static byte[]? TryRead(string file, SliceKey key)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length < HeaderBytes)
            return null;

        var content = bytes.AsSpan(HeaderBytes);
        Span<byte> expected = stackalloc byte[HeaderBytes];
        Describe(key, content.Length, expected);
        SliceChecksum.Compute(expected[..Described], content, expected[Described..]);
        return bytes.AsSpan(0, HeaderBytes).SequenceEqual(expected) ? content.ToArray() : null;
    }

    /// <summary>Fills a slice from its file.</summary>
    /// <returns><c>false</c> when the file is not what was written.</returns>
    /// <exception cref="IOException">There is no such file, or the disk fails.</exception>
    public static async ValueTask<bool> TryReadAsync(string file, Slice slice)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderBytes];
        if (RandomAccess.Read(handle, header, 0) != HeaderBytes || !await TryReadAsync(handle, slice.Rest).ConfigureAwait(false))
            return false;

        var expected = new byte[HeaderBytes];
        Describe(slice.Key, slice.Length, expected);
        SliceChecksum.Compute(expected.AsSpan(0, Described), slice.Rest.Span, expected.AsSpan(Described));
        if (!header.AsSpan().SequenceEqual(expected))
            return false;

        slice.Fill(slice.Length);
        return true;
    }

    private static async ValueTask<bool> TryReadAsync(SafeFileHandle handle, Memory<byte> content)
    {
        for (var offset = HeaderBytes; !content.IsEmpty;)
        {
            var count = await RandomAccess.ReadAsync(handle, content, offset).ConfigureAwait(false);
            if (count == 0)
                return false;

            content = content[count..];
            offset += count;
        }

        return true;
    }

    private static string ExtensionOf(SliceKey key) => KeptWord.IsAt(key) ? WordExtension : Extension;

    private static void Describe(SliceKey key, int length, Span<byte> header)
    {
        Format.CopyTo(header);
        BinaryPrimitives.WriteUInt128LittleEndian(header[8..], key.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], key.Index);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], length);
    }
}
