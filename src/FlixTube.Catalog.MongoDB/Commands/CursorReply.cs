using FlixTube.Catalog.MongoDB.Bson;

namespace FlixTube.Catalog.MongoDB.Commands;

/// <summary>The reply to a command that finds documents.</summary>
internal readonly ref struct CursorReply
{
    /// <exception cref="BsonException">It is none.</exception>
    public CursorReply(BsonReader reply)
    {
        if (!reply.TryFind("cursor"u8, out var cursor) || !cursor.Document.TryFind("firstBatch"u8, out var batch))
            throw new BsonException("it has no batch of documents");

        Documents = batch.Document;
        Id = cursor.Document.TryFind("id"u8, out var id) ? id.AsInteger ?? 0 : 0;
    }

    /// <summary>By what the server keeps the rest; 0 when there is none.</summary>
    public long Id { get; }

    /// <summary>An element for each document.</summary>
    public BsonReader Documents { get; }
}
