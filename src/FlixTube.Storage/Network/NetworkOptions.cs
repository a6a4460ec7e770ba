using System.Net;

namespace FlixTube.Storage.Network;

/// <summary>
/// How long a store over a network waits and how often it tries again: the same settings, with the same meaning, in
/// every provider's section (<c>VideoStorage:S3:Network:MaxRetries</c>).
/// </summary>
/// <remarks>
/// With the defaults a service that cannot be reached is reported in at most <see cref="RetryTime"/> +
/// <see cref="ConnectTimeout"/> = 4.5 seconds, and one that does not answer in twice <see cref="ResponseTimeout"/>.
/// </remarks>
public sealed class NetworkOptions
{
    /// <summary>How long one connection may take to be made, TLS included, at most 1 hour; 1.5 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long the service may take to begin its answer, at most 1 hour; 15 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one part of an upload may take, its answer included, at most 1 hour; 2 minutes.</summary>
    public TimeSpan PartTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a body that is being read may yield no byte, at most 1 hour; 15 seconds.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a call that failed temporarily is made again, and a body that broke off is resumed in a row, 0 to 100; 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The longest wait before the first retry; it doubles with each, and a random part of it is waited, 0 to 1 hour; 0.1 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long a call goes on that gets nowhere, 0 to 1 hour; 3 seconds. No retry begins when so much is lost.</summary>
    /// <remarks>
    /// Lost are the waits, and the attempts that could not connect or got no answer in their time, each with
    /// <see cref="ConnectTimeout"/> at most. An attempt that was under way when it broke is not counted, however long it
    /// took: a part that breaks after a minute is sent again, <see cref="MaxRetries"/> times. What the service asks to
    /// wait (<c>Retry-After</c>) counts too: a longer time is told to the caller at once.
    /// </remarks>
    public TimeSpan RetryTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What is wrong with these options, each with its full key; nothing when they are right.</summary>
    /// <param name="key">The key of this section, such as <c>VideoStorage:S3:Network</c>.</param>
    public IEnumerable<string> Validate(string key)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(ConnectTimeout), ConnectTimeout),
            (nameof(ResponseTimeout), ResponseTimeout),
            (nameof(PartTimeout), PartTimeout),
            (nameof(IdleTimeout), IdleTimeout),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1))
                yield return $"{key}:{name} is {value}: set it to a time of more than zero and at most an hour, such as 00:00:15.";
        }

        foreach (var (name, value) in new[] { (nameof(RetryDelay), RetryDelay), (nameof(RetryTime), RetryTime) })
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromHours(1))
                yield return $"{key}:{name} is {value}: set it to a time from zero to an hour, such as 00:00:03.";
        }

        if (MaxRetries is < 0 or > 100)
            yield return $"{key}:{nameof(MaxRetries)} is {MaxRetries}: set it to a number from 0 to 100.";
    }

    /// <summary>
    /// A handler for connections to the service: bounded connecting, no decompression (a range is of the stored bytes),
    /// no redirects, no cookies, connections renewed now and then so that changes of address are seen.
    /// </summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectTimeout = ConnectTimeout,
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // What is left of an abandoned body is not worth downloading to save a connection.
        MaxResponseDrainSize = 0,
    };
}
