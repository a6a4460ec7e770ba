using System.Collections;

namespace FlixTube.Host.Configuration;

/// <summary>
/// The environment variables of the tutorial's services, so that their compose files need only the image changed. They
/// stand for ordinary configuration keys, and those win when both are set.
/// </summary>
internal static class BookVariables
{
    private static readonly (string Variable, string Key)[] Keys =
    [
        ("STORAGE_ACCOUNT_NAME", "VideoStorage:Azure:AccountName"),
        ("STORAGE_ACCESS_KEY", "VideoStorage:Azure:AccountKey"),
        ("GCP_PROJECT_ID", "VideoStorage:Gcp:ProjectId"),
        ("GCP_KEYFILE_PATH", "VideoStorage:Gcp:KeyFilePath"),
        ("GCP_BUCKET_NAME", "VideoStorage:Gcp:Bucket"),
        ("DBHOST", "Catalog:MongoDB:ConnectionString"),
        ("DBNAME", "Catalog:MongoDB:Database"),
        ("RABBIT", "Viewed:RabbitMQ:Uri"),
        ("RABBIT", "Access:RabbitMQ:Uri"),
        ("JWT_KEY", "Access:JwtKey"),
    ];

    /// <summary>Adds them below every other source.</summary>
    public static void AddBookVariables(this IConfigurationBuilder configuration, IDictionary environment)
    {
        var settings = Keys
            .Select(key => KeyValuePair.Create(key.Key, environment[key.Variable] as string))
            .Where(setting => !string.IsNullOrEmpty(setting.Value))
            .ToList();

        if (environment["VIDEO_STORAGE_HOST"] is string { Length: > 0 } host)
        {
            var port = environment["VIDEO_STORAGE_PORT"] as string is { Length: > 0 } given ? given : "80";
            settings.Add(new("VideoStorage:Http:BaseAddress", $"http://{host}:{port}"));
        }

        // The book has an image for each cloud and so never says which; one of its variables is enough to know.
        if (ImpliedProvider(environment) is { } provider)
            settings.Add(new("VideoStorage:Provider", provider));

        // Its services keep ids in MongoDB and nowhere else.
        if (environment["DBHOST"] is string { Length: > 0 })
            settings.Add(new("Catalog:Provider", "mongodb"));

        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings });
    }

    private static string? ImpliedProvider(IDictionary environment) =>
        environment["STORAGE_ACCOUNT_NAME"] is string { Length: > 0 } ? "azure"
        : environment["GCP_BUCKET_NAME"] is string { Length: > 0 } ? "gcp"
        : environment["VIDEO_STORAGE_HOST"] is string { Length: > 0 } ? "http"
        : null;
}
