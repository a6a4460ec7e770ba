using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Storage;

namespace FlixTube.Catalog.MongoDB.Documents;

/// <summary>The parts of one document of the collection that the catalogue knows, whoever wrote it.</summary>
internal readonly ref struct VideoDocument
{
    private const int VersionBytes = 16;
    private const int ElementHead = sizeof(byte) + sizeof(int);
    private const double MillisecondsPerSecond = 1000;

    private readonly BsonElement _id;
    private readonly BsonElement _path;
    private readonly BsonElement _registeredAt;
    private readonly BsonElement _title;
    private readonly BsonElement _description;
    private readonly BsonElement _duration;
    private readonly BsonElement _tags;
    private readonly BsonElement _posterPath;

    public VideoDocument(BsonReader document)
    {
        foreach (var element in document)
        {
            if (element.Is(Fields.Id))
                _id = element;
            else if (element.Is(Fields.Path))
                _path = element;
            else if (element.Is(Fields.RegisteredAt))
                _registeredAt = element;
            else if (element.Is(Fields.Title))
                _title = element;
            else if (element.Is(Fields.Description))
                _description = element;
            else if (element.Is(Fields.Duration))
                _duration = element;
            else if (element.Is(Fields.Tags))
                _tags = element;
            else if (element.Is(Fields.PosterPath))
                _posterPath = element;
        }
    }

    /// <summary>What the document says its path is, valid or not.</summary>
    public string? PathText => _path.AsString;

    /// <summary>What the document says its title is, valid or not.</summary>
    public string? TitleText => _title.AsString;

    /// <summary>The entry, or <c>null</c> when the document has no ObjectId or no valid path.</summary>
    public CatalogVideo? Video =>
        _id.Type == BsonType.ObjectId
        && VideoId.TryParse(Convert.ToHexStringLower(_id.Value), out var id)
        && VideoPath.TryParse(PathText, out var path)
            ? new()
            {
                Id = id,
                Path = path,
                Version = Version(),
                RegisteredAt = RegisteredAt,
                Details = CatalogDetails.OfDocument(TitleText, _description.AsString, Duration, Tags(), _posterPath.AsString),
            }
            : null;

    /// <summary>When the video was registered, if the document says it in a way that .NET can.</summary>
    public DateTimeOffset? RegisteredAt =>
        _registeredAt.AsUnixMilliseconds is { } time && time >= Times.Earliest.ToUnixTimeMilliseconds() && time <= Times.Latest.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;

    private TimeSpan? Duration =>
        _duration.AsNumber is >= 0 and { } seconds && seconds <= CatalogDetails.MaxDuration.TotalSeconds
            ? TimeSpan.FromMilliseconds((long)Math.Round(seconds * MillisecondsPerSecond))
            : null;

    /// <summary>Writes the conditions under which a document is still the one that was read, as far as the catalogue knows it.</summary>
    public void WriteConditions(BsonWriter query)
    {
        query.Add(Fields.Id, _id);
        WriteCondition(query, Fields.Path, _path);
        WriteCondition(query, Fields.RegisteredAt, _registeredAt);
        WriteCondition(query, Fields.Title, _title);
        WriteCondition(query, Fields.Description, _description);
        WriteCondition(query, Fields.Duration, _duration);
        WriteCondition(query, Fields.Tags, _tags);
        WriteCondition(query, Fields.PosterPath, _posterPath);
    }

    /// <summary>Writes the fields of an entry that is not there yet.</summary>
    public static void WriteNew(BsonWriter document, VideoPath path, DateTimeOffset registeredAt, CatalogDetails details)
    {
        document.Add(Fields.Path, path.Value).Add(Fields.RegisteredAt, registeredAt);
        WriteSaid(document, details);
    }

    /// <summary>Writes an update that makes a document say <paramref name="details"/> and nothing else of their kind.</summary>
    public static void WriteUpdate(BsonWriter update, CatalogDetails details)
    {
        if (details != CatalogDetails.None)
        {
            WriteSaid(update.BeginDocument("$set"u8), details);
            update.End();
        }

        // Before MongoDB 5 an operator without fields is an error.
        if (details is { Title: { }, Description: { }, Duration: { }, Tags.Count: > 0, PosterPath: { } })
            return;

        update.BeginDocument("$unset"u8);
        WriteUnsaid(update, Fields.Title, details.Title is null);
        WriteUnsaid(update, Fields.Description, details.Description is null);
        WriteUnsaid(update, Fields.Duration, details.Duration is null);
        WriteUnsaid(update, Fields.Tags, details.Tags.Count == 0);
        WriteUnsaid(update, Fields.PosterPath, details.PosterPath is null);
        update.End();
    }

    private static void WriteSaid(BsonWriter document, CatalogDetails details)
    {
        if (details.Title is { } title)
            document.Add(Fields.Title, title);

        if (details.Description is { } description)
            document.Add(Fields.Description, description);

        if (details.Duration is { } duration)
            document.Add(Fields.Duration, duration.TotalMilliseconds / MillisecondsPerSecond);

        if (details.Tags.Count > 0)
        {
            document.BeginArray(Fields.Tags);
            for (var i = 0; i < details.Tags.Count; i++)
                document.Add(ArrayIndex.Name(i), details.Tags[i]);

            document.End();
        }

        if (details.PosterPath is { } poster)
            document.Add(Fields.PosterPath, poster.Value);
    }

    private static void WriteUnsaid(BsonWriter unset, ReadOnlySpan<byte> field, bool isUnsaid)
    {
        if (isUnsaid)
            unset.Add(field, "");
    }

    private static void WriteCondition(BsonWriter query, ReadOnlySpan<byte> field, BsonElement value)
    {
        query.BeginDocument(field);
        if (value.Exists)
            query.Add("$eq"u8, value);
        else
            query.Add("$exists"u8, false);

        query.End();
    }

    private List<string?>? Tags()
    {
        if (_tags.Type != BsonType.Array)
            return null;

        var tags = new List<string?>();
        foreach (var element in _tags.Document)
            tags.Add(element.AsString);

        return tags;
    }

    /// <summary>
    /// A hash of everything that the catalogue knows of the document: it changes when anybody changes any of it, and
    /// documents that others made have one too.
    /// </summary>
    private string Version()
    {
        var size = Size(_path) + Size(_registeredAt) + Size(_title) + Size(_description) + Size(_duration) + Size(_tags) + Size(_posterPath);
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        var rest = bytes.AsSpan();
        Append(ref rest, _path);
        Append(ref rest, _registeredAt);
        Append(ref rest, _title);
        Append(ref rest, _description);
        Append(ref rest, _duration);
        Append(ref rest, _tags);
        Append(ref rest, _posterPath);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, size), digest);
        ArrayPool<byte>.Shared.Return(bytes);
        return Base64Url.EncodeToString(digest[..VersionBytes]);
    }

    private static int Size(BsonElement element) => ElementHead + element.Value.Length;

    // Type and length come before each value, so that no two documents give the same bytes.
    private static void Append(ref Span<byte> rest, BsonElement element)
    {
        rest[0] = (byte)element.Type;
        BinaryPrimitives.WriteInt32LittleEndian(rest[1..], element.Value.Length);
        element.Value.CopyTo(rest[ElementHead..]);
        rest = rest[Size(element)..];
    }
}
