using FlixTube.Storage.Http.Tests.Support;

namespace FlixTube.Storage.Http.Tests;

/// <summary>One gateway over a folder for all tests that only need one to be there.</summary>
[SetUpFixture]
public sealed class SharedGateway
{
    private static Gateway? _gateway;

    internal static Uri Address => _gateway!.Host.BaseAddress;

    [OneTimeSetUp]
    public static async Task StartAsync() => _gateway = await Gateway.OverFolderAsync();

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
    }
}
