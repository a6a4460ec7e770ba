using System.Globalization;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Brokers;

/// <summary>Section <c>Viewed:RabbitMQ</c>: the broker that carries <c>viewed</c>, for who tells it and for who is told.</summary>
internal sealed class RabbitMQOptions
{
    public const string Section = "Viewed:RabbitMQ";

    private const int Port = 5672;
    private const int TlsPort = 5671;

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
    public string Host
    {
        get
        {
            var uri = new Uri(Uri!);
            var port = uri.Port >= 0 ? uri.Port : string.Equals(uri.Scheme, "amqps", StringComparison.Ordinal) ? TlsPort : Port;
            return string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{port}");
        }
    }

    internal sealed class Validator : IValidateOptions<RabbitMQOptions>
    {
        public ValidateOptionsResult Validate(string? name, RabbitMQOptions options)
        {
            if (options.IsOn && !(System.Uri.TryCreate(options.Uri, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0))
                return ValidateOptionsResult.Fail($"{Section}:Uri (or RABBIT) is no address of a broker: it looks like 'amqp://user:password@host:5672'.");

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
