using Microsoft.Extensions.Configuration.Json;

namespace FlixTube.Service.Configuration;

internal static class HostDefaults
{
    /// <summary>
    /// Takes <c>appsettings.json</c> from beside the program below the one in the working folder, which is an operator's.
    /// </summary>
    public static void AddShippedSettings(this ConfigurationManager configuration)
    {
        var shipped = new JsonConfigurationSource
        {
            Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
            Optional = true,
        };
        shipped.ResolveFileProvider();
        configuration.Sources.Insert(0, shipped);
    }
}
