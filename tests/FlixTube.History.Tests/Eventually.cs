namespace FlixTube.History.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits for a condition and fails when it does not come true within a minute.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.That(limit.IsCancellationRequested, Is.False, $"within {Limit.TotalSeconds} seconds {what}");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
