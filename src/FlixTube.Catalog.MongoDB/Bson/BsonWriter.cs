using System.Buffers.Binary;
using System.Text;

namespace FlixTube.Catalog.MongoDB.Bson;

/// <summary>Writes one BSON document, its elements in the order of the calls.</summary>
internal sealed class BsonWriter
{
    private readonly Stack<int> _open = new();
    private byte[] _bytes = new byte[512];
    private int _length;

    public BsonWriter() => Begin();

    public BsonWriter Add(ReadOnlySpan<byte> name, string value)
    {
        var size = Encoding.UTF8.GetByteCount(value) + 1;
        var room = Element(BsonType.String, name, sizeof(int) + size);
        BinaryPrimitives.WriteInt32LittleEndian(room, size);
        Encoding.UTF8.GetBytes(value, room[sizeof(int)..]);
        room[^1] = 0;
        return this;
    }

    public BsonWriter Add(ReadOnlySpan<byte> name, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Element(BsonType.Int32, name, sizeof(int)), value);
        return this;
    }

    public BsonWriter Add(ReadOnlySpan<byte> name, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Element(BsonType.Int64, name, sizeof(long)), value);
        return this;
    }

    public BsonWriter Add(ReadOnlySpan<byte> name, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Element(BsonType.Double, name, sizeof(double)), value);
        return this;
    }

    public BsonWriter Add(ReadOnlySpan<byte> name, bool value)
    {
        Element(BsonType.Boolean, name, sizeof(byte))[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    /// <summary>An ObjectId.</summary>
    public BsonWriter Add(ReadOnlySpan<byte> name, VideoId id)
    {
        Convert.FromHexString(id.ToString(), Element(BsonType.ObjectId, name, BsonElement.ObjectIdSize), out _, out _);
        return this;
    }

    /// <summary>A date; what is finer than a millisecond is cut off.</summary>
    public BsonWriter Add(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Element(BsonType.DateTime, name, sizeof(long)), value.ToUnixTimeMilliseconds());
        return this;
    }

    /// <summary>The value of an element that was read, of whatever type, as it is.</summary>
    public BsonWriter Add(ReadOnlySpan<byte> name, BsonElement value)
    {
        value.Value.CopyTo(Element(value.Type, name, value.Value.Length));
        return this;
    }

    public BsonWriter BeginDocument(ReadOnlySpan<byte> name)
    {
        Element(BsonType.Document, name, 0);
        Begin();
        return this;
    }

    public BsonWriter BeginArray(ReadOnlySpan<byte> name)
    {
        Element(BsonType.Array, name, 0);
        Begin();
        return this;
    }

    /// <summary>Ends the document or array that began last.</summary>
    public BsonWriter End()
    {
        Room(1)[0] = 0;
        var start = _open.Pop();
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start), _length - start);
        return this;
    }

    /// <summary>Ends the whole document. Its bytes are valid as long as nobody writes on.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        End();
        return _open.Count == 0 ? _bytes.AsMemory(0, _length) : throw new InvalidOperationException("A document within is still open.");
    }

    private void Begin()
    {
        _open.Push(_length);
        Room(sizeof(int));
    }

    private Span<byte> Element(BsonType type, ReadOnlySpan<byte> name, int size)
    {
        var head = Room(1 + name.Length + 1);
        head[0] = (byte)type;
        name.CopyTo(head[1..]);
        head[^1] = 0;
        return Room(size);
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));

        var room = _bytes.AsSpan(_length, size);
        _length += size;
        return room;
    }
}
