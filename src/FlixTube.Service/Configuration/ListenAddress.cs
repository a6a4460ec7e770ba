using System.Globalization;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Configuration;

/// <summary>Where a service listens: what ASP.NET Core is told, else the book's <c>PORT</c>, else a default for a person at a desk.</summary>
internal static class ListenAddress
{
    /// <summary>Where a person finds the host on this machine when nothing is said.</summary>
    public const int HostPort = 4000;

    /// <summary>The same for the history service.</summary>
    public const int HistoryPort = 4001;

    /// <param name="builder">The service.</param>
    /// <param name="defaultPort">Where a person finds it on this machine when nothing is said; each service has its own.</param>
    /// <exception cref="OptionsValidationException"><c>PORT</c> is not a port.</exception>
    public static void ListenOnPort(this WebApplicationBuilder builder, int defaultPort)
    {
        var configuration = builder.Configuration;
        if (configuration["urls"] is null && !configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Of(configuration, defaultPort));
    }

    /// <summary>Where a service with this configuration listens, as ASP.NET Core writes it: <c>;</c> between several, <c>+</c> for every address.</summary>
    /// <exception cref="OptionsValidationException"><c>PORT</c> is not a port.</exception>
    public static string Of(IConfiguration configuration, int defaultPort) =>
        configuration["urls"] ?? FromPort(configuration["PORT"]) ?? string.Create(CultureInfo.InvariantCulture, $"http://localhost:{defaultPort}");

    private static string? FromPort(string? port)
    {
        if (string.IsNullOrEmpty(port))
            return null;

        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"http://+:{number}")
            : throw new OptionsValidationException("PORT", typeof(ListenAddress), [$"PORT is '{port}': set it to a number from 0 to 65535."]);
    }
}
