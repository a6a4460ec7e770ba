using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Costs;

namespace FlixTube.Storage.S3.Tests.Costs;

/// <summary>What a stream takes of the managed heap, however long it is.</summary>
[TestFixture]
[NonParallelizable]
public sealed class MemoryTests
{
    private const long MiB = 1024 * 1024;

    [Test]
    public async Task Reading_an_object_of_one_part_allocates_little()
    {
        const int Length = 32 * (int)MiB;
        await using var store = await OpenAsync(options => options.PartSizeBytes = Length);
        await store.PutAsync(new byte[Length]);
        await DrainAsync(store, new byte[81_920]);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await DrainAsync(store, new byte[81_920]);

        // The SDK's own check of the MD5 would allocate more than the object is long.
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(4 * MiB));
    }

    [TestCase(64)]
    [TestCase(1024, Category = "Soak")]
    public async Task Writing_and_reading_hold_less_than_64_MiB(int mebibytes)
    {
        await using var store = await OpenAsync(options => options.PartSizeBytes = new S3StoreOptions().PartSizeBytes);
        await MemoryInFlight.AssertBoundedAsync(store, mebibytes);
    }

    private static async Task<S3VideoStore> OpenAsync(Action<S3StoreOptions> configure)
    {
        var server = await SwiftServers.PlainAsync();
        var options = TestStores.Options(server.Address, await server.CreateBucketAsync());
        configure(options);
        return new S3VideoStore(options);
    }

    private static async Task DrainAsync(S3VideoStore store, byte[] buffer)
    {
        await using var read = await store.OpenReadAsync(Videos.Path);
        while (await read.Body.ReadAsync(buffer) > 0)
        {
        }
    }
}
