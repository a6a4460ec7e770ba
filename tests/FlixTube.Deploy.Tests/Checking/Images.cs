using System.Text.RegularExpressions;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>The images that the services run in, and what is fixed in each of them.</summary>
internal static partial class Images
{
    /// <summary>Where each foreign image listens, and the words with which it can be asked whether it is well.</summary>
    public static IReadOnlyDictionary<string, ForeignImage> Foreign { get; } = new Dictionary<string, ForeignImage>(StringComparer.Ordinal)
    {
        ["mongo"] = new([27017], ["CMD", "mongosh", "--quiet", "--eval", "db.adminCommand('ping')"], ["/data/db", "/docker-entrypoint-initdb.d"], ["MONGO_INITDB_ROOT_USERNAME", "MONGO_INITDB_ROOT_PASSWORD_FILE"], 999),
        ["rabbitmq"] = new([5672, 15672], ["CMD", "rabbitmq-diagnostics", "--quiet", "check_port_connectivity"], ["/var/lib/rabbitmq", "/etc/rabbitmq/conf.d"], [], 999),
        ["mcr.microsoft.com/azure-storage/azurite"] = new([10000], ["CMD", "nc", "-z", "127.0.0.1", "10000"], ["/data"], [], 0),
        ["curlimages/curl"] = new([], [], ["/SampleVideo_1280x720_1mb.mp4"], ["CONTAINER", "SIGNATURE"], 0),
    };

    /// <summary>The name without its tag, or nothing when the tag pins no version.</summary>
    public static string? Pinned(string image) => Pin.Match(image) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(@"^(?<name>[a-z0-9./-]+):[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-z]+)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pin { get; }
}

/// <param name="Ports">Where it listens.</param>
/// <param name="Health">How it is asked whether it is well.</param>
/// <param name="Mounts">Where, or below what, something may be mounted.</param>
/// <param name="Variables">The environment variables that it knows, or that its command here does.</param>
/// <param name="User">Whom it runs as.</param>
internal sealed record ForeignImage(int[] Ports, string[] Health, string[] Mounts, string[] Variables, int User);
