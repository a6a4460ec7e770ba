using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests;

/// <summary>The servers of this test run, each started when a test first asks for it. Tests that make one fail start their own.</summary>
[SetUpFixture]
public sealed class SharedServer
{
    private static readonly Lazy<Task<MongoServer>> Open = new(() => MongoServer.StartAsync());
    private static readonly Lazy<Task<MongoServer>> Guarded = new(() => MongoServer.StartAsync(new() { Users = ["admin:long-secret:readWrite"] }));

    /// <summary>Everybody may do everything.</summary>
    public static Task<MongoServer> GetAsync() => Open.Value;

    /// <summary>Nobody but one user may do anything.</summary>
    public static Task<MongoServer> GetGuardedAsync() => Guarded.Value;

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        foreach (var server in new[] { Open, Guarded })
        {
            if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
                await (await server.Value).DisposeAsync();
        }
    }
}
