using System.Globalization;

namespace FlixTube.Messaging.Brokers;

/// <summary>The address of a broker in settings. It holds a password and is never shown as it is.</summary>
internal static class BrokerAddress
{
    private const int Port = 5672;
    private const int TlsPort = 5671;

    /// <summary>What is wrong with it; <c>null</c> when nothing is, or there is none.</summary>
    /// <param name="uri">The setting.</param>
    /// <param name="key">Its full key.</param>
    public static string? Failure(string? uri, string key) =>
        string.IsNullOrEmpty(uri) || (Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" && address.Host.Length > 0)
            ? null
            : $"{key} (or RABBIT) is no address of a broker: it looks like 'amqp://user:password@host:5672'.";

    /// <summary>The broker's name for people: without user and password.</summary>
    public static string Host(string uri)
    {
        var address = new Uri(uri);
        var port = address.Port >= 0 ? address.Port : string.Equals(address.Scheme, "amqps", StringComparison.Ordinal) ? TlsPort : Port;
        return string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{port}");
    }
}
