using System.Buffers.Binary;

namespace FlixTube.Catalog.MongoDB.Bson;

/// <summary>Bytes that are no BSON document.</summary>
internal sealed class BsonException(string message) : FormatException(message);

/// <summary>Walks over the elements of one BSON document, or array, in place.</summary>
/// <remarks>Every length is checked against what is left of the document, and nothing calls itself: depth costs no stack.</remarks>
internal ref struct BsonReader
{
    private const int LengthSize = sizeof(int);
    private const int SmallestDocument = LengthSize + 1;
    private const int SmallestString = 1;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads the document that <paramref name="bytes"/> begin with.</summary>
    /// <exception cref="BsonException">Its length or its end is wrong.</exception>
    public BsonReader(ReadOnlySpan<byte> bytes)
    {
        var length = LengthAt(bytes, SmallestDocument);
        if (length > bytes.Length || bytes[length - 1] != 0)
            throw new BsonException("A document is cut short.");

        _rest = bytes[LengthSize..(length - 1)];
    }

    /// <summary>The element that <see cref="MoveNext"/> went to.</summary>
    public BsonElement Current { get; private set; }

    public readonly BsonReader GetEnumerator() => this;

    /// <exception cref="BsonException">What follows is no element.</exception>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;

        var type = (BsonType)_rest[0];
        var nameLength = EndOfText(_rest[1..]);
        var value = _rest[(1 + nameLength + 1)..];
        var size = SizeOf(type, value);
        if (size > value.Length)
            throw new BsonException("A value is cut short.");

        Current = new(type, _rest.Slice(1, nameLength), value[..(int)size]);
        _rest = value[(int)size..];
        return true;
    }

    /// <summary>The first element of a name, from where the reader is.</summary>
    public readonly bool TryFind(ReadOnlySpan<byte> name, out BsonElement found)
    {
        foreach (var element in this)
        {
            if (element.Is(name))
            {
                found = element;
                return true;
            }
        }

        found = default;
        return false;
    }

    private static long SizeOf(BsonType type, ReadOnlySpan<byte> value) => type switch
    {
        BsonType.Undefined or BsonType.Null or BsonType.MinKey or BsonType.MaxKey => 0,
        BsonType.Boolean => sizeof(byte),
        BsonType.Int32 => sizeof(int),
        BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64 => sizeof(long),
        BsonType.ObjectId => BsonElement.ObjectIdSize,
        BsonType.Decimal128 => 16,
        BsonType.String or BsonType.JavaScript or BsonType.Symbol => (long)LengthSize + LengthAt(value, SmallestString),
        BsonType.DbPointer => (long)LengthSize + LengthAt(value, SmallestString) + BsonElement.ObjectIdSize,
        BsonType.Document or BsonType.Array or BsonType.JavaScriptWithScope => LengthAt(value, SmallestDocument),
        BsonType.Binary => (long)LengthSize + 1 + LengthAt(value, 0),
        BsonType.RegularExpression => EndOfText(value) + 1L + EndOfText(value[(EndOfText(value) + 1)..]) + 1L,
        _ => throw new BsonException($"There is no type {(byte)type}."),
    };

    private static int LengthAt(ReadOnlySpan<byte> bytes, int smallest)
    {
        if (bytes.Length < LengthSize)
            throw new BsonException("A length is cut short.");

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return length >= smallest ? length : throw new BsonException("A length is too small.");
    }

    private static int EndOfText(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return end >= 0 ? end : throw new BsonException("A text has no end.");
    }
}
