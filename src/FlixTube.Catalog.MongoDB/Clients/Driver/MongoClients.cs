using FlixTube.Catalog.MongoDB.Bson;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using DriverSettings = MongoDB.Driver.MongoClientSettings;

namespace FlixTube.Catalog.MongoDB.Clients;

/// <summary>The client library of this build: MongoDB.Driver.</summary>
internal static class MongoClients
{
    /// <summary>What keeps this build from using the connection string, in a sentence without anything secret; <c>null</c> when nothing does.</summary>
    public static string? Problem(string connectionString, string key)
    {
        try
        {
            _ = DriverSettings.FromConnectionString(connectionString);
            return null;
        }
        catch (Exception e) when (e is MongoException or ArgumentException or FormatException)
        {
            return $"{key}:ConnectionString is no connection string of MongoDB ({new ConnectionText(connectionString).Redact(e.Message).TrimEnd('.')}): "
                + "it looks like 'mongodb://user:password@host:27017', its user and password percent-encoded.";
        }
    }

    public static IMongoClient Create(MongoCatalogOptions options) => new DriverClient(options);

    /// <summary>Commands through MongoDB's .NET driver, which sees to servers, connections and credentials.</summary>
    private sealed class DriverClient : IMongoClient
    {
        private readonly ConnectionText _text;
        private readonly MongoClient _client;

        public DriverClient(MongoCatalogOptions options)
        {
            _text = new(options.ConnectionString);
            var settings = DriverSettings.FromConnectionString(options.ConnectionString);
            settings.ConnectTimeout = Shorter(settings.ConnectTimeout, options.Timeout / 2);
            settings.ServerSelectionTimeout = Shorter(settings.ServerSelectionTimeout, options.Timeout / 2);
            settings.SocketTimeout = Shorter(settings.SocketTimeout, options.Timeout);
            settings.MaxConnectionPoolSize = options.MaxConnections;
            settings.MinConnectionPoolSize = Math.Min(settings.MinConnectionPoolSize, options.MaxConnections);
            _client = new(settings);
        }

        public async Task<T> RunAsync<T>(MongoCommand command, ReplyReader<T> read, CancellationToken cancellationToken)
        {
            var document = BsonSerializer.Deserialize<BsonDocument>(command.Document.ToArray());
            if (command.IsWrite && !_client.Settings.WriteConcern.IsServerDefault)
                document["writeConcern"] = _client.Settings.WriteConcern.ToBsonDocument();

            try
            {
                using var reply = await _client.GetDatabase(command.Database).RunCommandAsync(
                    new BsonDocumentCommand<RawBsonDocument>(document),
                    command.IsWrite ? ReadPreference.Primary : _client.Settings.ReadPreference,
                    cancellationToken).ConfigureAwait(false);
                return read(new BsonReader(reply.ToBson()));
            }
            catch (Exception e) when (Failure(e) is { } failure)
            {
                throw failure;
            }
        }

        public void Dispose() => _client.Dispose();

        // What is more special comes first: a failed sign-in is a failed connection to the driver.
        private MongoFailure? Failure(Exception e) => e switch
        {
            MongoCommandException refused => Failed(MongoFailureKind.Server, e, refused.Code),
            MongoExecutionTimeoutException late => Failed(MongoFailureKind.Server, e, late.Code),
            MongoAuthenticationException => Failed(MongoFailureKind.Authentication, e),
            MongoConnectionException { InnerException: TimeoutException } => Failed(MongoFailureKind.Timeout, e),
            MongoConnectionException or MongoConnectionPoolPausedException => Failed(MongoFailureKind.Network, e),
            MongoWaitQueueFullException => Failed(MongoFailureKind.Overload, e),
            TimeoutException => Failed(MongoFailureKind.NoServer, e),
            MongoException => Failed(MongoFailureKind.Client, e),
            _ => null,
        };

        private MongoFailure Failed(MongoFailureKind kind, Exception e, int code = 0) => new(kind, _text.Redact(e.Message), code, e);

        private static TimeSpan Shorter(TimeSpan given, TimeSpan longest) =>
            given > TimeSpan.Zero && given < longest ? given : longest;
    }
}
