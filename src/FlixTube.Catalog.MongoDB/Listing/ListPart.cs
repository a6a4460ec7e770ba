using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Documents;

namespace FlixTube.Catalog.MongoDB.Listing;

/// <summary>
/// A part of a listing that MongoDB sorts as the catalogue does. MongoDB sorts whatever a field holds, by type first; so
/// those that have the key of an order (a title, a time) and those that do not are two parts.
/// </summary>
/// <param name="Order">The order of the whole listing.</param>
/// <param name="IsKeyed">Whether this is the part that is sorted by the key; the other, and the order by path, are sorted by path.</param>
internal readonly record struct ListPart(CatalogOrder Order, bool IsKeyed)
{
    /// <summary>All parts of what a query asks for, in order.</summary>
    public static ListPart[] Of(CatalogQuery query) => query switch
    {
        { Order: CatalogOrder.Title, Filter.TitlePrefix: not null } => [new(query.Order, IsKeyed: true)],
        { Order: CatalogOrder.Title } => [new(query.Order, IsKeyed: false), new(query.Order, IsKeyed: true)],
        { Order: CatalogOrder.Newest } => [new(query.Order, IsKeyed: true), new(query.Order, IsKeyed: false)],
        _ => [new(query.Order, IsKeyed: false)],
    };

    /// <summary>Whether the part has this place.</summary>
    public bool Has(Place place) => IsKeyed == Order switch
    {
        CatalogOrder.Title => place.Title is not null,
        CatalogOrder.Newest => place.RegisteredAt is not null,
        _ => false,
    };

    /// <summary>Where an entry or other document of this part is.</summary>
    public Place PlaceOf(VideoDocument document) => new(
        document.PathText ?? "",
        IsKeyed && Order == CatalogOrder.Title ? document.TitleText : null,
        IsKeyed && Order == CatalogOrder.Newest ? document.RegisteredAt : null);

    /// <summary>The token of the page that ends with <paramref name="last"/>.</summary>
    public string TokenAfter(CatalogVideo last) => CatalogPageToken.After(
        IsKeyed ? last : last with { RegisteredAt = null, Details = CatalogDetails.None }, Order).ToString();

    /// <summary>Writes the query of what comes after a place, or of the whole part.</summary>
    public void WriteQuery(BsonWriter query, CatalogFilter filter, Place? after)
    {
        query.BeginArray("$and"u8);
        query.BeginDocument("0"u8).AddEntries(filter).End();

        query.BeginDocument("1"u8);
        if (IsKeyed)
            query.AddKeyed(Order);
        else if (Order != CatalogOrder.Path)
            query.BeginArray("$nor"u8).BeginDocument("0"u8).AddKeyed(Order).End().End();
        query.End();

        query.BeginDocument("2"u8);
        if (after is not null)
            WriteAfter(query, after);
        query.End();

        query.End();
    }

    public void WriteSort(BsonWriter sort)
    {
        if (IsKeyed && Order == CatalogOrder.Title)
            sort.Add(Fields.Title, 1);
        else if (IsKeyed)
            sort.Add(Fields.RegisteredAt, -1);

        sort.Add(Fields.Path, 1);
    }

    private static void WriteAfter(BsonWriter query, Place after)
    {
        if (after is { Title: null, RegisteredAt: null })
        {
            query.BeginDocument(Fields.Path).Add("$gt"u8, after.Path).End();
            return;
        }

        query.BeginArray("$or"u8);
        query.BeginDocument("0"u8);
        if (after.Title is { } passed)
            query.BeginDocument(Fields.Title).Add("$gt"u8, passed).End();
        else
            query.BeginDocument(Fields.RegisteredAt).Add("$lt"u8, after.RegisteredAt!.Value).End();
        query.End();

        query.BeginDocument("1"u8);
        if (after.Title is { } same)
            query.Add(Fields.Title, same);
        else
            query.Add(Fields.RegisteredAt, after.RegisteredAt!.Value);
        query.BeginDocument(Fields.Path).Add("$gt"u8, after.Path).End();
        query.End();
        query.End();
    }
}

/// <summary>Where a listing has come to.</summary>
/// <param name="Path">The path of the last document.</param>
/// <param name="Title">Its title, where that is sorted by.</param>
/// <param name="RegisteredAt">When it was registered, where that is sorted by.</param>
internal sealed record Place(string Path, string? Title, DateTimeOffset? RegisteredAt)
{
    public static Place? Of(CatalogPageToken? token) => token is null ? null : new(token.Path.Value, token.Title, token.RegisteredAt);
}
