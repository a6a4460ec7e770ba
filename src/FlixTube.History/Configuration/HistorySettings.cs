using System.Collections;
using FlixTube.History.Views;
using FlixTube.Service.Configuration;
using FlixTube.Service.Configuration.Live;
using Microsoft.Extensions.Configuration.Memory;

namespace FlixTube.History.Configuration;

internal static class HistorySettings
{
    private static readonly Dictionary<string, string> BookVariables = new(StringComparer.Ordinal)
    {
        ["DBHOST"] = "History:MongoDB:ConnectionString",
        ["DBNAME"] = "History:MongoDB:Database",
        ["RABBIT"] = "Viewed:RabbitMQ:Uri",
    };

    /// <summary>The sources of settings, those of the host, with the tutorial's environment variables below them all.</summary>
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        builder.AddLiveFiles();
        builder.Configuration.AddShippedSettings();
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Of(Environment.GetEnvironmentVariables()) });
    }

    private static List<KeyValuePair<string, string?>> Of(IDictionary environment)
    {
        var settings = BookVariables
            .Select(variable => KeyValuePair.Create(variable.Value, environment[variable.Key] as string))
            .Where(static setting => !string.IsNullOrEmpty(setting.Value))
            .ToList();

        // The tutorial's history has MongoDB and nothing else.
        if (environment["DBHOST"] is string { Length: > 0 })
            settings.Add(new("History:Provider", ViewStoreOptions.MongoDBProvider));

        return settings;
    }
}
