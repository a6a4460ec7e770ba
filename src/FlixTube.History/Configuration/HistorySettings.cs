using FlixTube.Service.Configuration;
using FlixTube.Service.Configuration.Live;

namespace FlixTube.History.Configuration;

internal static class HistorySettings
{
    /// <summary>The sources of settings: those of the host.</summary>
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        builder.AddLiveFiles();
        builder.Configuration.AddShippedSettings();
        builder.Configuration.AddBookVariables(Environment.GetEnvironmentVariables());
    }
}
