using FlixTube.Catalog.MongoDB.Clients.Libmongoc;

namespace FlixTube.Catalog.MongoDB.Clients;

/// <summary>The client library of this build: libmongoc.</summary>
internal static class MongoClients
{
    /// <summary>What keeps this build from using the connection string, in a sentence without anything secret; <c>null</c> when nothing does.</summary>
    public static string? Problem(string connectionString, string key)
    {
        if (!LibmongocLibrary.IsAvailable)
            return LibmongocLibrary.Missing;

        using var uri = LibmongocCalls.NewUri(connectionString, out var error);
        return uri.IsInvalid
            ? $"{key}:ConnectionString is no connection string of MongoDB ({new ConnectionText(connectionString).Redact(error.Message).TrimEnd('.')}): "
                + "it looks like 'mongodb://user:password@host:27017', its user and password percent-encoded."
            : null;
    }

    public static IMongoClient Create(MongoCatalogOptions options) => new LibmongocClient(options);
}
