using FlixTube.Storage.Switching;
using FlixTube.Storage.Switching.Generations;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace FlixTube.Storage.Tests.Switching;

/// <summary>What the indirection allocates, beside what the store itself does.</summary>
[NonParallelizable]
public sealed class CostTests
{
    private const int Rounds = 1000;

    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");
    private static readonly VideoProperties Properties = new() { Path = Path, Length = 4096, ETag = "1", LastModified = default, ContentType = "video/mp4" };

    [Test]
    public async Task Opening_costs_an_answer_and_a_small_body_and_reading_costs_nothing()
    {
        var content = new byte[4096];
        var inner = new Mock<IVideoStore>();
        var ready = new Queue<Task<VideoRead>>();
        inner.Setup(store => store.OpenReadAsync(Path, default, default)).Returns(ready.Dequeue);
        await using var generations = new ServingGenerations(
            new VideoStorageSwitchOptions(), TimeProvider.System, new SwitchLog(NullLogger<IVideoStorageSwitch>.Instance));
        generations.Publish(new StoreGeneration(1, "a", "", inner.Object, default));
        var store = new SwitchingVideoStore(generations);

        long opened = 0, read = 0, direct = 0;
        for (var round = 0; round < Rounds + 10; round++)
        {
            ready.Enqueue(NewRead());
            ready.Enqueue(NewRead());

            // Moq allocates, too: the direct call says how much is the double's own.
            var at0 = GC.GetAllocatedBytesForCurrentThread();
            _ = inner.Object.OpenReadAsync(Path, default, default);
            var at1 = GC.GetAllocatedBytesForCurrentThread();
            var opening = store.OpenReadAsync(Path, default, default);
            var at2 = GC.GetAllocatedBytesForCurrentThread();
            var body = (await opening).Body;
            var beforeReading = GC.GetAllocatedBytesForCurrentThread();
            var reading = body.ReadAsync(content);
            var isDone = reading.IsCompletedSuccessfully;
            var at3 = GC.GetAllocatedBytesForCurrentThread();
            Assert.That((isDone, await reading), Is.EqualTo((true, 4096)));
            await body.DisposeAsync();
            if (round < 10)
                continue;

            direct += at1 - at0;
            opened += at2 - at1;
            read += at3 - beforeReading;
        }

        await TestContext.Out.WriteLineAsync($"An open through the switch allocates {(opened - direct) / Rounds} bytes more, a read {read / Rounds}.");
        Assert.That((opened - direct) / Rounds, Is.LessThanOrEqualTo(400), "208 where code is optimized");
        Assert.That(read / Rounds, Is.Zero);

        Task<VideoRead> NewRead() => Task.FromResult(new VideoRead(Properties, new ServedRange(0, 4096), new MemoryStream(content, writable: false)));
    }
}
