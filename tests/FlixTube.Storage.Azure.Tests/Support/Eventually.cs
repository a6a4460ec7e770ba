namespace FlixTube.Storage.Azure.Tests;

internal static class Eventually
{
    /// <summary>Waits, not for ever, for what another thread does.</summary>
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
