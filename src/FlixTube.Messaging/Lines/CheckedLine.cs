using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace FlixTube.Messaging.Lines;

/// <summary>
/// One record of a file that only grows: eight hexadecimal digits of CRC-32C, a space, JSON, a line feed. A person can
/// read it, and whatever a crash or a disk did to one line is seen and costs no other.
/// </summary>
internal static class CheckedLine
{
    public const byte End = (byte)'\n';

    private const int ChecksumDigits = 8;
    private const int HeadLength = ChecksumDigits + 1;

    /// <param name="output">Where to.</param>
    /// <param name="json">JSON in UTF-8 without a line feed, which JSON needs nowhere.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var line = output.GetSpan(HeadLength + json.Length + 1);
        WriteChecksum(json, line);
        line[ChecksumDigits] = (byte)' ';
        json.CopyTo(line[HeadLength..]);
        line[HeadLength + json.Length] = End;
        output.Advance(HeadLength + json.Length + 1);
    }

    /// <summary>The JSON of a line without its line feed; <c>false</c> when it is not as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> json)
    {
        json = line.Length > HeadLength ? line[HeadLength..] : default;
        Span<byte> checksum = stackalloc byte[ChecksumDigits];
        WriteChecksum(json, checksum);
        return !json.IsEmpty && line[ChecksumDigits] == (byte)' ' && line[..ChecksumDigits].SequenceEqual(checksum);
    }

    private static void WriteChecksum(ReadOnlySpan<byte> json, Span<byte> digits) =>
        Checksum(json).TryFormat(digits, out _, "x8", CultureInfo.InvariantCulture);

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));

        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);

        return ~crc;
    }
}
