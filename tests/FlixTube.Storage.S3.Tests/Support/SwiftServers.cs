using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests;

/// <summary>The servers of this test run, each started when a test first asks for it.</summary>
[SetUpFixture]
public sealed class SwiftServers
{
    private static readonly Lazy<Task<SwiftServer>> _plain = Later(atomicConditions: false);
    private static readonly Lazy<Task<SwiftServer>> _atomic = Later(atomicConditions: true);

    /// <summary>Swift as it is.</summary>
    public static Task<SwiftServer> PlainAsync() => _plain.Value;

    /// <summary>Swift with the conditions of Amazon S3.</summary>
    public static Task<SwiftServer> AtomicAsync() => _atomic.Value;

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        foreach (var server in new[] { _plain, _atomic })
        {
            if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
                await (await server.Value).DisposeAsync();
        }
    }

    private static Lazy<Task<SwiftServer>> Later(bool atomicConditions) => new(() => SwiftServer.StartAsync(atomicConditions));
}
