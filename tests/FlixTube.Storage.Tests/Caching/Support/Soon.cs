namespace FlixTube.Storage.Tests.Caching.Support;

internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits for a condition and fails when it does not come true.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!condition())
        {
            Assert.That(limit.IsCancellationRequested, Is.False, $"within {Limit.TotalSeconds} seconds {what}");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
