using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>One call of each kind.</summary>
internal static class Calls
{
    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("read", (store, path) => store.OpenReadAsync(path));
        yield return Case("read the last bytes", (store, path) => store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.Suffix(10) }));
        yield return Case("stat", (store, path) => store.GetPropertiesAsync(path));
        yield return Case("write", (store, path) => store.WriteAsync(path, TestContent.Of(1000).Open()));
        yield return Case("delete", (store, path) => store.DeleteAsync(path));
        yield return Case("list", (store, _) => store.ListPageAsync());

        static TestCaseData Case(string label, Func<IVideoStore, VideoPath, Task> call) => new TestCaseData(call).SetArgDisplayNames(label);
    }
}
