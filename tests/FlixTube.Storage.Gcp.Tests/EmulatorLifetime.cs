using FlixTube.Storage.Gcp.Tests.Servers;

namespace FlixTube.Storage.Gcp.Tests;

/// <summary>Ends the emulator with the last test of the assembly.</summary>
[SetUpFixture]
public sealed class EmulatorLifetime
{
    [OneTimeTearDown]
    public Task StopAsync() => Emulator.StopAsync();
}
