using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Costs;

namespace FlixTube.Storage.Gcp.Tests.Costs;

[TestFixture]
[NonParallelizable]
public sealed class MemoryTests
{
    // The emulator holds an object in memory: 100 MiB is what it can be asked.
    [Test]
    public async Task Writing_and_reading_hold_less_than_64_MiB()
    {
        var options = new GcpStoreOptions { Bucket = await Emulator.NewBucketAsync(), EmulatorHost = (await Emulator.GetAsync()).Address.AbsoluteUri };
        await using var store = GcpVideoStore.Create(options, TestStore.Key, TimeProvider.System);
        await MemoryInFlight.AssertBoundedAsync(store, mebibytes: 100);
    }
}
