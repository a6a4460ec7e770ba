using System.Globalization;
using FlixTube.Testing.Servers.Gcs;

namespace FlixTube.Storage.Gcp.Tests.Servers;

/// <summary>The one emulator of this assembly, started when it is first needed and ended with the last test.</summary>
public static class Emulator
{
    private static readonly Lazy<Task<GcsEmulator>> Shared = new(() => GcsEmulator.StartAsync(ServiceAccount.Shared.PublicKey));
    private static int _buckets;

    public static Task<GcsEmulator> GetAsync() => Shared.Value;

    /// <summary>Makes a bucket that no other test uses.</summary>
    public static async Task<string> NewBucketAsync()
    {
        var bucket = string.Create(CultureInfo.InvariantCulture, $"videos-{Interlocked.Increment(ref _buckets)}");
        await (await GetAsync()).CreateBucketAsync(bucket);
        return bucket;
    }

    /// <summary>Shows what the emulator wrote when a test failed.</summary>
    public static async Task ShowLogOnFailureAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed && Shared.IsValueCreated)
            await TestContext.Out.WriteLineAsync($"The emulator wrote:\n{(await GetAsync()).Log}");
    }

    public static async Task StopAsync()
    {
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await Shared.Value).DisposeAsync();
    }
}
