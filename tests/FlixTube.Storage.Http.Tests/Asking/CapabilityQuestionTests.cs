using System.Diagnostics;
using FlixTube.Storage.Http.Tests.Support;

namespace FlixTube.Storage.Http.Tests.Asking;

internal sealed class CapabilityQuestionTests
{
    [Test]
    public async Task A_gateway_says_what_its_store_can_do()
    {
        await using var store = TestStores.Over(SharedGateway.Address);
        Assert.That(store.Capabilities, Is.EqualTo(new VideoStoreCapabilities
        {
            Provider = "http",
            ConditionalCreate = true,
            ConditionalWrite = true,
            ConditionalDelete = true,
            SuffixRange = true,
            MaxVideoLength = 64L << 30,
        }));
    }

    [Test]
    public async Task A_gateway_that_does_not_answer_does_not_keep_a_store_from_being_made()
    {
        await using var proxy = await Testing.Faults.FaultProxy.StartAsync(SharedGateway.Address);
        proxy.Next(new Testing.Faults.Fault.Hang(), times: int.MaxValue);
        var began = Stopwatch.GetTimestamp();

        await using var store = TestStores.Over(proxy.Address);

        Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That(store.Capabilities.ConditionalWrite, Is.True, "the gateway decides");
    }

    [TestCase(500)]
    [TestCase(401)]
    public async Task What_another_answer_means_is_not_guessed(int status)
    {
        await using var server = await PlainServer.StartAsync();
        server.Instead = context =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        await using var store = server.Store();
        Assert.That(store.Capabilities.ConditionalWrite, Is.True);
    }
}
