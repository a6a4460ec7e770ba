using System.Collections.Concurrent;
using FlixTube.Messaging.Publishing;
using FlixTube.Messaging.Viewed;

namespace FlixTube.Messaging.Tests.Publishing;

/// <summary>A recipient that does what a test says, and remembers what it took.</summary>
internal sealed class ScriptedRecipient(string name, Func<ViewedMessage, int, Task>? onSend = null) : IViewRecipient
{
    private int _attempts;

    public ConcurrentQueue<ViewedMessage> Taken { get; } = new();

    public int Sessions { get; private set; }

    /// <summary>How many times anything was sent to it.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public string Name => name;

    public string Address => name;

    public Task<IViewSession> OpenAsync(CancellationToken cancellationToken)
    {
        Sessions++;
        return Task.FromResult<IViewSession>(new Session(this));
    }

    private sealed class Session(ScriptedRecipient recipient) : IViewSession
    {
        public CancellationToken Closed => CancellationToken.None;

        public async Task SendAsync(ViewedMessage message, CancellationToken cancellationToken)
        {
            var attempt = Interlocked.Increment(ref recipient._attempts);
            if (recipient.OnSend is { } onSend)
                await onSend(message, attempt).WaitAsync(cancellationToken);

            recipient.Taken.Enqueue(message);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private Func<ViewedMessage, int, Task>? OnSend { get; } = onSend;
}
