using FlixTube.Testing.Servers.RabbitMQ;

namespace FlixTube.History.Tests;

/// <summary>One broker for all tests, started by the first that needs it, for that takes seconds.</summary>
[SetUpFixture]
internal sealed class SharedBroker
{
    private static RabbitMQServer? _server;

    public static RabbitMQServer Server => _server ?? throw new InvalidOperationException($"{nameof(StartAsync)} comes first.");

    /// <summary>Starts it unless it runs, and empties its queues.</summary>
    public static async Task StartAsync()
    {
        _server ??= await RabbitMQServer.StartAsync();
        await using var tutorial = await TutorialService.ConnectAsync();
        await tutorial.PurgeAsync();
    }

    [OneTimeTearDown]
    public static async Task Stop()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
