using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Brokers;

/// <summary>Section <c>Viewed:RabbitMQ</c>: the broker that carries <c>viewed</c>, for who tells it and for who is told.</summary>
internal sealed class RabbitMQOptions
{
    public const string Section = "Viewed:RabbitMQ";

    /// <summary>
    /// Where it is, as <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps</c>; without it no broker is used. It holds a
    /// password and is never shown.
    /// </summary>
    public string? Uri { get; set; }

    /// <summary>Who gets a message; <see cref="RabbitMQMode.Queue"/>. Both sides must say the same.</summary>
    public RabbitMQMode Mode { get; set; }

    /// <summary>How many messages the broker may send before the first of them is acknowledged, 1 to 10,000; 100.</summary>
    public int Prefetch { get; set; } = 100;

    /// <summary>Whether there is a broker.</summary>
    public bool IsOn => !string.IsNullOrEmpty(Uri);

    /// <summary>The broker's name for people: without user and password.</summary>
    public string Host => BrokerAddress.Host(Uri!);

    internal sealed class Validator : IValidateOptions<RabbitMQOptions>
    {
        public ValidateOptionsResult Validate(string? name, RabbitMQOptions options)
        {
            if (BrokerAddress.Failure(options.Uri, $"{Section}:{nameof(Uri)}") is { } failure)
                return ValidateOptionsResult.Fail(failure);

            if (!Enum.IsDefined(options.Mode))
                return ValidateOptionsResult.Fail($"{Section}:Mode is '{options.Mode}': set it to 'queue' or 'broadcast'.");

            return options.Prefetch is >= 1 and <= 10_000
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{Section}:Prefetch is {options.Prefetch}, which is not from 1 to 10000.");
        }
    }
}

/// <summary>Who gets a message.</summary>
internal enum RabbitMQMode
{
    /// <summary>One recipient, by a queue that outlives it.</summary>
    Queue,

    /// <summary>Every service that listens at that time, by a fanout exchange.</summary>
    Broadcast,
}
