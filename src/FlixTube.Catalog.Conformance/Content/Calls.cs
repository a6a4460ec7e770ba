using FlixTube.Storage;
using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

/// <summary>One call of each kind, about an entry.</summary>
internal static class Calls
{
    private static readonly CatalogDetails Changed = new() { Title = "changed" };

    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("find", (catalog, entry, token) => catalog.FindAsync(entry.Id, token));
        yield return Case("find by path", (catalog, entry, token) => catalog.FindByPathAsync(entry.Path, token));
        yield return Case("create", (catalog, _, token) => catalog.CreateAsync(VideoPath.Parse("new.mp4"), cancellationToken: token));
        yield return Case("update", (catalog, entry, token) => catalog.UpdateAsync(entry.Id, entry.Version, Changed, token));
        yield return Case("remove", (catalog, entry, token) => catalog.RemoveAsync(entry.Id, cancellationToken: token));
        yield return Case("remove a version", (catalog, entry, token) => catalog.RemoveAsync(entry.Id, entry.Version, token));
        yield return Case("list", (catalog, _, token) => catalog.ListPageAsync(cancellationToken: token));
        yield return Case("list by title", (catalog, _, token) => catalog.ListPageAsync(new() { Order = CatalogOrder.Title }, token));
        yield return Case("count", (catalog, _, token) => catalog.CountAsync(cancellationToken: token));

        static TestCaseData Case(string label, Func<IVideoCatalog, CatalogVideo, CancellationToken, Task> call) =>
            new TestCaseData(call).SetArgDisplayNames(label);
    }
}
