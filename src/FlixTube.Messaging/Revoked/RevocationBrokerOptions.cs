using FlixTube.Messaging.Brokers;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Revoked;

/// <summary>Section <c>Access:RabbitMQ</c>: the broker by which services tell each other what is revoked. Read at start.</summary>
internal sealed class RevocationBrokerOptions
{
    public const string Section = "Access:RabbitMQ";

    /// <summary>
    /// Where it is, as <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps</c>; empty, or without it, revocations stay
    /// in the process that is asked for them. It holds a password and is never shown.
    /// </summary>
    public string? Uri { get; set; }

    /// <summary>Whether there is a broker.</summary>
    public bool IsOn => !string.IsNullOrEmpty(Uri);

    /// <summary>The broker's name for people: without user and password.</summary>
    public string Host => BrokerAddress.Host(Uri!);

    internal sealed class Validator : IValidateOptions<RevocationBrokerOptions>
    {
        public ValidateOptionsResult Validate(string? name, RevocationBrokerOptions options) =>
            BrokerAddress.Failure(options.Uri, $"{Section}:{nameof(Uri)}") is { } failure
                ? ValidateOptionsResult.Fail(failure)
                : ValidateOptionsResult.Success;
    }
}
