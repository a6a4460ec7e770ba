using System.Buffers;
using System.Globalization;
using System.Text;
using FlixTube.Catalog.MongoDB.Clients;

namespace FlixTube.Catalog.MongoDB;

/// <summary>Where the catalogue is in MongoDB and how to get at it: the section <c>Catalog:MongoDB</c>.</summary>
public sealed class MongoCatalogOptions
{
    /// <summary>The section of the configuration that these settings are read from.</summary>
    public const string Section = "Catalog:MongoDB";

    /// <summary>The most connections.</summary>
    public const int MostConnections = 256;

    /// <summary>The shortest <see cref="Timeout"/>: 100 milliseconds.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <see cref="Timeout"/>: 10 minutes.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    private static readonly SearchValues<char> NotInDatabaseNames = SearchValues.Create("/\\. \"$*<>:|?\0");

    private const int MaxDatabaseBytes = 63;
    private const int MaxNamespaceBytes = 255;

    /// <summary>The key under which an operator finds these settings, for sentences about them. Other services keep other things in MongoDB.</summary>
    internal string Key { get; set; } = Section;

    /// <summary>
    /// The servers and how to sign in, as MongoDB's connection strings say it: <c>mongodb://</c> or <c>mongodb+srv://</c>,
    /// with user, TLS, replica set, read preference and write concern. It holds a password and is never shown.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The name of the database.</summary>
    public string Database { get; set; } = "flixtube";

    /// <summary>The collection; <c>videos</c>.</summary>
    public string Collection { get; set; } = "videos";

    /// <summary>
    /// The longest time of a call, retries included, <see cref="ShortestTimeout"/> to <see cref="LongestTimeout"/>;
    /// 10 seconds. Half of it may pass in looking for a server, and shorter limits of the connection string hold.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections for calls, 1 to <see cref="MostConnections"/>; 8. One more for each server watches over it.</summary>
    public int MaxConnections { get; set; } = 8;

    /// <summary>One sentence for each wrong setting, with its full key and what to set.</summary>
    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
            yield return $"{Key}:ConnectionString (or DBHOST) is missing: set it to the address of MongoDB, such as 'mongodb://localhost:27017'.";
        else if (MongoClients.Problem(ConnectionString, Key) is { } problem)
            yield return problem;

        if (!IsDatabaseName(Database))
            yield return $"{Key}:Database (or DBNAME) is '{Database}', which is no name of a database: it has 1 to {MaxDatabaseBytes} bytes and none of / \\ . \" $ * < > : | ? or space.";

        if (!IsCollectionName(Collection))
            yield return $"{Key}:Collection is '{Collection}', which is no name of a collection: it is not empty, has no '$', does not begin with 'system.' and is at most {MaxNamespaceBytes} bytes long together with the database.";

        if (Timeout < ShortestTimeout || Timeout > LongestTimeout)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Key}:Timeout is {Timeout:c}, which is not from {ShortestTimeout:c} to {LongestTimeout:c}: ten seconds are '00:00:10', and a plain number is a number of days.");
        }

        if (MaxConnections is < 1 or > MostConnections)
            yield return $"{Key}:MaxConnections is {MaxConnections}, which is not from 1 to {MostConnections}.";
    }

    private static bool IsDatabaseName(string? name) =>
        name is { Length: > 0 } && Encoding.UTF8.GetByteCount(name) <= MaxDatabaseBytes && name.AsSpan().IndexOfAny(NotInDatabaseNames) < 0;

    private bool IsCollectionName(string? name) =>
        name is { Length: > 0 }
        && Encoding.UTF8.GetByteCount($"{Database}.{name}") <= MaxNamespaceBytes
        && name.AsSpan().IndexOfAny("$\0") < 0
        && !name.StartsWith("system.", StringComparison.Ordinal);
}
