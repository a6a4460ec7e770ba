using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FlixTube.Storage.Gcp.Objects;

/// <summary>
/// The checksum that Cloud Storage keeps with every object: CRC-32C (RFC 3720 section 12.1), written as the base64 of
/// its four bytes, most significant first.
/// </summary>
internal struct Crc32C
{
    // Inverted, so that default is the checksum of nothing.
    private uint _inverted;

    public void Append(ReadOnlySpan<byte> data)
    {
        var crc = ~_inverted;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));

        foreach (var b in data[(data.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, b);

        _inverted = ~crc;
    }

    public static string Of(ReadOnlySpan<byte> data)
    {
        var crc = default(Crc32C);
        crc.Append(data);
        return crc.ToString();
    }

    public override readonly string ToString()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _inverted);
        return Convert.ToBase64String(bytes);
    }
}
