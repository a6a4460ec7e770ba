using FlixTube.Catalog.MongoDB.Bson;

namespace FlixTube.Catalog.MongoDB.Commands;

/// <summary>The reply to an aggregation whose one document has the count <c>n</c>; without documents there is none, and the count is 0.</summary>
internal static class CountReply
{
    /// <exception cref="BsonException">It is no such reply.</exception>
    public static long Read(BsonReader reply)
    {
        foreach (var document in new CursorReply(reply).Documents)
        {
            return document.Document.TryFind("n"u8, out var count) && count.AsInteger is { } n
                ? n
                : throw new BsonException("it has no count");
        }

        return 0;
    }
}
