using FlixTube.Messaging.Viewed;

namespace FlixTube.Messaging.Publishing;

/// <summary>Whom views are told.</summary>
internal interface IViewRecipient
{
    /// <summary>Its name in metrics and in the folder of its outbox.</summary>
    string Name { get; }

    /// <summary>What people call it: an address without anything secret.</summary>
    string Address { get; }

    /// <summary>Reaches it, once.</summary>
    Task<IViewSession> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>A recipient that was reached. Safe for concurrent use.</summary>
internal interface IViewSession : IAsyncDisposable
{
    /// <summary>Cancelled when the recipient is gone.</summary>
    CancellationToken Closed { get; }

    /// <summary>Sends a message and waits until the recipient has it.</summary>
    /// <exception cref="MessageRefusedException">The recipient understood it and will never take it.</exception>
    Task SendAsync(ViewedMessage message, CancellationToken cancellationToken);
}

/// <summary>A recipient will not take this message, now or later.</summary>
internal sealed class MessageRefusedException(string message) : Exception(message);
