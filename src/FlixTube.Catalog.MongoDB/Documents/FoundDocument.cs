using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Commands;

namespace FlixTube.Catalog.MongoDB.Documents;

/// <summary>What is read from the reply to a find of one document.</summary>
internal static class FoundDocument
{
    public static bool Exists(BsonReader reply) => new CursorReply(reply).Documents.MoveNext();

    /// <summary>Whether there is a document, and its entry if it can be one.</summary>
    public static (bool Exists, CatalogVideo? Video) Video(BsonReader reply)
    {
        foreach (var document in new CursorReply(reply).Documents)
            return (true, new VideoDocument(document.Document).Video);

        return (false, null);
    }

    /// <summary>The entry, and the conditions under which it is still the same.</summary>
    public static DocumentState? State(BsonReader reply)
    {
        foreach (var element in new CursorReply(reply).Documents)
        {
            var document = new VideoDocument(element.Document);
            if (document.Video is not { } video)
                return null;

            var conditions = new BsonWriter();
            document.WriteConditions(conditions);
            return new(video, conditions.Finish());
        }

        return null;
    }
}

/// <summary>An entry as it was read.</summary>
/// <param name="Video">It.</param>
/// <param name="Conditions">A query that finds it only while all that the catalogue knows of it is the same.</param>
internal sealed record DocumentState(CatalogVideo Video, ReadOnlyMemory<byte> Conditions);

/// <summary>What is read from the reply to a findAndModify.</summary>
internal static class ModifiedDocument
{
    /// <summary>Whether there was a document.</summary>
    public static bool Exists(BsonReader reply) => reply.TryFind("value"u8, out var document) && document.IsDocument;

    /// <summary>The entry; <c>null</c> when there was no document.</summary>
    public static CatalogVideo? Video(BsonReader reply) =>
        reply.TryFind("value"u8, out var document) && document.IsDocument ? new VideoDocument(document.Document).Video : null;

    /// <summary>The entry that is there now, and whether it was not there before.</summary>
    public static (CatalogVideo? Video, bool IsNew) Upserted(BsonReader reply) =>
        (Video(reply), reply.TryFind("lastErrorObject"u8, out var last) && last.Document.TryFind("upserted"u8, out _));
}
