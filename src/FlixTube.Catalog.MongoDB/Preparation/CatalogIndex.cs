using System.Text;
using FlixTube.Catalog.MongoDB.Bson;

namespace FlixTube.Catalog.MongoDB.Preparation;

/// <summary>An index of the collection.</summary>
/// <param name="Name">As MongoDB would name it.</param>
/// <param name="IsUnique">Whether no two documents may have the same key.</param>
/// <param name="Keys">Fields and directions (1, -1).</param>
internal sealed record CatalogIndex(string Name, bool IsUnique, params (string Field, int Direction)[] Keys)
{
    /// <summary>Finds by path, lists by path, and keeps paths unique.</summary>
    public static readonly CatalogIndex Path = new("videoPath_1", IsUnique: true, ("videoPath", 1));

    /// <summary>The others: each lists in an order or of a tag.</summary>
    public static readonly CatalogIndex[] ForListing =
    [
        new("title_1_videoPath_1", IsUnique: false, ("title", 1), ("videoPath", 1)),
        new("registeredAt_-1_videoPath_1", IsUnique: false, ("registeredAt", -1), ("videoPath", 1)),
        new("tags_1_videoPath_1", IsUnique: false, ("tags", 1), ("videoPath", 1)),
    ];

    /// <summary>Writes what <c>createIndexes</c> wants.</summary>
    public void Write(BsonWriter command)
    {
        command.BeginArray("indexes"u8).BeginDocument("0"u8).Add("name"u8, Name).BeginDocument("key"u8);
        foreach (var (field, direction) in Keys)
            command.Add(Encoding.UTF8.GetBytes(field), direction);

        command.End();
        if (IsUnique)
            command.Add("unique"u8, true);

        command.End().End();
    }
}
