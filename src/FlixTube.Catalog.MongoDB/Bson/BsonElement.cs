using System.Buffers.Binary;
using System.Text;

namespace FlixTube.Catalog.MongoDB.Bson;

/// <summary>A name and a value within a document. It lives as long as the document's bytes.</summary>
/// <param name="type">What the value is.</param>
/// <param name="name">In UTF-8.</param>
/// <param name="value">Its bytes as <see cref="BsonReader"/> measured them.</param>
internal readonly ref struct BsonElement(BsonType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    public const int ObjectIdSize = 12;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A value that is a document, to be added under some name.</summary>
    public static BsonElement OfDocument(ReadOnlySpan<byte> document) => new(BsonType.Document, default, document);

    public BsonType Type { get; } = type;

    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>The value as it is on the wire.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>Whether this is an element of a document, and not what is left of a search that found none.</summary>
    public bool Exists => Type != BsonType.None;

    /// <summary>The text, or <c>null</c> when it is none or no valid UTF-8.</summary>
    public string? AsString
    {
        get
        {
            if (Type != BsonType.String || Value[^1] != 0)
                return null;

            try
            {
                return Utf8.GetString(Value[sizeof(int)..^1]);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }

    /// <summary>The number as a double, or <c>null</c> when it is none; 128-bit decimals are none here.</summary>
    public double? AsNumber => Type switch
    {
        BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(Value),
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Value),
        BsonType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Value),
        _ => null,
    };

    /// <summary>The number as an integer, a fraction cut off, or <c>null</c> when it is none.</summary>
    public long? AsInteger => Type == BsonType.Int64 ? BinaryPrimitives.ReadInt64LittleEndian(Value) : (long?)AsNumber;

    /// <summary>Milliseconds since 1970 of a date, or <c>null</c> when it is none.</summary>
    public long? AsUnixMilliseconds => Type == BsonType.DateTime ? BinaryPrimitives.ReadInt64LittleEndian(Value) : null;

    public bool IsDocument => Type is BsonType.Document or BsonType.Array;

    /// <summary>The document or array within.</summary>
    /// <exception cref="BsonException">It is none.</exception>
    public BsonReader Document => IsDocument ? new(Value) : throw new BsonException($"{Type} where a document was expected.");

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);
}
