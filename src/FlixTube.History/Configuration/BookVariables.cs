using System.Collections;
using FlixTube.History.Views;
using Microsoft.Extensions.Configuration.Memory;

namespace FlixTube.History.Configuration;

/// <summary>
/// The environment variables of the tutorial's history, so that its compose files need only the image changed. They stand
/// for ordinary configuration keys, and those win when both are set.
/// </summary>
internal static class BookVariables
{
    private static readonly (string Variable, string Key)[] Keys =
    [
        ("DBHOST", "History:MongoDB:ConnectionString"),
        ("DBNAME", "History:MongoDB:Database"),
        ("RABBIT", "Viewed:RabbitMQ:Uri"),
        ("RABBIT", "Access:RabbitMQ:Uri"),
        ("JWT_KEY", "Access:JwtKey"),
    ];

    /// <summary>Adds them below every other source.</summary>
    public static void AddBookVariables(this IConfigurationBuilder configuration, IDictionary environment)
    {
        var settings = Keys
            .Select(key => KeyValuePair.Create(key.Key, environment[key.Variable] as string))
            .Where(static setting => !string.IsNullOrEmpty(setting.Value))
            .ToList();

        // The tutorial's history has MongoDB and nothing else.
        if (environment["DBHOST"] is string { Length: > 0 })
            settings.Add(new("History:Provider", ViewStoreOptions.MongoDBProvider));

        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
    }
}
