using FlixTube.Catalog.MongoDB.Bson;

namespace FlixTube.Catalog.MongoDB.Documents;

/// <summary>Which documents are entries, and which of them a caller asks for, as MongoDB's queries say it.</summary>
internal static class Selection
{
    /// <summary>Writes that the document has an ObjectId.</summary>
    public static BsonWriter AddObjectId(this BsonWriter query) =>
        query.BeginDocument(Fields.Id).Add("$type"u8, "objectId").End();

    /// <summary>Writes that the document is an entry that <paramref name="filter"/> asks for.</summary>
    public static BsonWriter AddEntries(this BsonWriter query, CatalogFilter filter)
    {
        query.AddObjectId().BeginDocument(Fields.Path).Add("$regex"u8, Patterns.Path).End();
        if (filter.TitlePrefix is { } prefix)
            query.BeginDocument(Fields.Title).Add("$regex"u8, Patterns.TitleWith(prefix)).Add("$options"u8, "i").End();

        if (filter.Tag is { } tag)
            query.BeginDocument(Fields.Tags).BeginDocument("$elemMatch"u8).Add("$eq"u8, tag).End().End();

        return query;
    }

    /// <summary>Writes what entries have that are not alike in an order: a title, or the time of registration.</summary>
    public static BsonWriter AddKeyed(this BsonWriter query, CatalogOrder order)
    {
        if (order == CatalogOrder.Title)
            query.BeginDocument(Fields.Title).Add("$regex"u8, Patterns.Title);
        else
            query.BeginDocument(Fields.RegisteredAt).Add("$gte"u8, Times.Earliest).Add("$lte"u8, Times.Latest);

        // An array fulfils what one of its elements does.
        return query.BeginDocument("$not"u8).Add("$type"u8, "array").End().End();
    }

    /// <summary>Writes the projection of a find: what the catalogue does not know need not travel.</summary>
    public static BsonWriter AddProjection(this BsonWriter command, ReadOnlySpan<byte> name = default) =>
        command.BeginDocument(name.IsEmpty ? "projection"u8 : name)
            .Add(Fields.Path, 1)
            .Add(Fields.RegisteredAt, 1)
            .Add(Fields.Title, 1)
            .Add(Fields.Description, 1)
            .Add(Fields.Duration, 1)
            .Add(Fields.Tags, 1)
            .Add(Fields.PosterPath, 1)
            .End();
}
