using System.Buffers.Binary;
using System.Text;

namespace FlixTube.Testing.Servers.Otlp;

/// <summary>A message of Protocol Buffers without its schema: fields by number.</summary>
/// <seealso href="https://protobuf.dev/programming-guides/encoding/"/>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    /// <exception cref="FormatException">The bytes are no message.</exception>
    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var key = Varint(ref bytes);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((number, Varint(ref bytes), default));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span), default));
                    break;
                case 2:
                    _fields.Add((number, 0, Take(ref bytes, (int)Varint(ref bytes))));
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span), default));
                    break;
                default:
                    throw new FormatException($"Wire type {key & 7} is unknown.");
            }
        }
    }

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    public IEnumerable<ProtobufMessage> Messages(int number) => Fields(number).Select(field => new ProtobufMessage(field.Bytes));

    /// <summary>The message of a field, or an empty one.</summary>
    public ProtobufMessage Message(int number) => Messages(number).FirstOrDefault() ?? new ProtobufMessage(default);

    public string Text(int number) => Encoding.UTF8.GetString(Fields(number).LastOrDefault().Bytes.Span);

    public string Hex(int number) => Convert.ToHexStringLower(Fields(number).LastOrDefault().Bytes.Span);

    public ulong Number(int number) => Fields(number).LastOrDefault().Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    private IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(int number) => _fields.Where(field => field.Number == number);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new FormatException("A number has more than 64 bits.");
    }
}
