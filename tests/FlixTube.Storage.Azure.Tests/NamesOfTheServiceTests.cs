using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>Azure's own service takes some names for others, which no emulator does.</summary>
internal sealed class NamesOfTheServiceTests
{
    private static IEnumerable<TestCaseData> Impossible()
    {
        yield return new TestCaseData("video.").SetArgDisplayNames("a dot at the end");
        yield return new TestCaseData("folder./video").SetArgDisplayNames("a dot at the end of a folder");
        yield return new TestCaseData(string.Join('/', Enumerable.Repeat("a", 255))).SetArgDisplayNames("255 segments");
    }

    [TestCaseSource(nameof(Impossible))]
    public async Task A_name_that_the_service_would_take_for_another_is_refused_or_not_found_without_asking_it(string name)
    {
        var network = new StubHandler(_ => throw new AssertionException("The service was asked."));
        await using var store = new AzureVideoStore(
            new AzureStoreOptions { AccountName = "account1", AccountKey = AzuriteServer.AccountKey }, TimeProvider.System, credential: null, network);
        var path = VideoPath.Parse(name);

        Assert.That((await Failures.OfAsync(() => store.WriteAsync(path, new MemoryStream()))).Error, Is.EqualTo(VideoStoreError.Unsupported));
        Assert.That((await Failures.OfAsync(() => store.OpenReadAsync(path))).Error, Is.EqualTo(VideoStoreError.NotFound));
        Assert.That((await Failures.OfAsync(() => store.GetPropertiesAsync(path))).Error, Is.EqualTo(VideoStoreError.NotFound));
        Assert.That((await Failures.OfAsync(() => store.DeleteAsync(path, new() { IfMatch = "any" }))).Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
        await store.DeleteAsync(path);
        Assert.That(network.Requests, Is.Zero);
    }
}
