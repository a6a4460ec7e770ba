using FlixTube.Testing.Costs;

namespace FlixTube.Storage.Azure.Tests;

[NonParallelizable]
internal sealed class MemoryTests
{
    [TestCase(64)]
    [TestCase(1024, Category = "Soak")]
    public async Task Writing_and_reading_hold_less_than_64_MiB(int mebibytes)
    {
        await using var container = await TestContainer.CreateAsync();
        await using var store = new AzureVideoStore(container.Options);
        await MemoryInFlight.AssertBoundedAsync(store, mebibytes);
    }
}
