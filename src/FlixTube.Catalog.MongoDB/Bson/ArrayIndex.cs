using System.Globalization;
using System.Text;

namespace FlixTube.Catalog.MongoDB.Bson;

/// <summary>The names of an array's elements: 0, 1, 2, ...</summary>
internal static class ArrayIndex
{
    private static readonly byte[][] Names = [.. Enumerable.Range(0, CatalogDetails.MaxTags).Select(Text)];

    public static ReadOnlySpan<byte> Name(int index) => index < Names.Length ? Names[index] : Text(index);

    private static byte[] Text(int index) => Encoding.UTF8.GetBytes(index.ToString(CultureInfo.InvariantCulture));
}
