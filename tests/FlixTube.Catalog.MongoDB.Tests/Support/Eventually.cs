using System.Diagnostics;

namespace FlixTube.Catalog.MongoDB.Tests;

/// <summary>Waits for what another program does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks, each time over the network, until the answer is yes.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Limit), "it did not come to pass");
    }
}
