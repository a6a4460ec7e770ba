using System.Buffers.Binary;
using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Commands;
using FlixTube.Messaging.Viewed;
using FlixTube.Storage;

namespace FlixTube.History.Views.MongoDB;

/// <summary>
/// A view as a document: <c>_id</c> (the message's id), <c>videoPath</c>, <c>videoId</c>, <c>at</c>. The tutorial's history
/// writes <c>videoPath</c> alone, and MongoDB's ObjectId, which has the time in it.
/// </summary>
internal static class ViewDocument
{
    public static void Write(BsonWriter documents, ReadOnlySpan<byte> index, ViewedMessage view)
    {
        documents.BeginDocument(index).Add("_id"u8, view.Id).Add("videoPath"u8, view.Path.Value);
        if (view.VideoId is { } videoId)
            documents.Add("videoId"u8, videoId);

        documents.Add("at"u8, view.At).End();
    }

    /// <summary>The documents of a reply, each with its place and, when it is one, the view.</summary>
    public static List<(ViewPlace Place, ViewedMessage? View)> ReadAll(BsonReader reply)
    {
        var documents = new List<(ViewPlace, ViewedMessage?)>();
        foreach (var element in new CursorReply(reply).Documents)
            documents.Add(Read(element.Document));

        return documents;
    }

    private static (ViewPlace Place, ViewedMessage? View) Read(BsonReader document)
    {
        if (!document.TryFind("_id"u8, out var id))
            throw new BsonException("A document has no _id.");

        document.TryFind("at"u8, out var at);
        var isForeign = id.Type == BsonType.ObjectId;
        var time = isForeign
            ? DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(id.Value))
            : DateTimeOffset.FromUnixTimeMilliseconds(at.AsUnixMilliseconds ?? 0);
        var text = isForeign ? Convert.ToHexStringLower(id.Value) : id.AsString ?? "";
        document.TryFind("videoPath"u8, out var pathText);
        document.TryFind("videoId"u8, out var videoId);
        return (
            new(isForeign ? null : time, text),
            VideoPath.TryParse(pathText.AsString, out var path) ? new(text, path, videoId.AsString, time) : null);
    }
}
