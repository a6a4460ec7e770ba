using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Commands;
using FlixTube.Catalog.MongoDB.Documents;

namespace FlixTube.Catalog.MongoDB.Listing;

/// <summary>Documents as one reply brought them.</summary>
/// <param name="Documents">Each with its place; without an entry when it is to be passed over.</param>
/// <param name="Cursor">By what the server keeps those that did not fit into the reply (16 MiB); 0 when all did.</param>
internal sealed record Batch(List<(CatalogVideo? Video, Place At)> Documents, long Cursor)
{
    /// <exception cref="BsonException">It is no reply to a find.</exception>
    public static Batch Read(BsonReader reply, ListPart part)
    {
        var found = new CursorReply(reply);
        var documents = new List<(CatalogVideo?, Place)>();
        foreach (var element in found.Documents)
        {
            var document = new VideoDocument(element.Document);
            documents.Add((document.Video, part.PlaceOf(document)));
        }

        return new(documents, found.Id);
    }
}
