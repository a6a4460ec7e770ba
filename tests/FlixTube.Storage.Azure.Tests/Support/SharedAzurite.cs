using FlixTube.Testing.Servers.Azurite;
using NUnit.Framework.Interfaces;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>One Azurite for all tests of the assembly, started when the first needs it.</summary>
[SetUpFixture]
internal sealed class SharedAzurite
{
    private static readonly Lazy<Task<AzuriteServer>> Server = new(() => AzuriteServer.StartAsync());

    public static Task<AzuriteServer> GetAsync() => Server.Value;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (!Server.IsValueCreated || !Server.Value.IsCompletedSuccessfully)
            return;

        var server = await Server.Value;
        await server.DisposeAsync();
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            await TestContext.Out.WriteLineAsync($"Azurite wrote:\n{server.Log}");
    }
}
