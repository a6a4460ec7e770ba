namespace FlixTube.Service.Telemetry;

internal static class TelemetryRegistration
{
    /// <summary>Exports metrics and traces if the <c>OTEL_*</c> variables say so. Otherwise nothing listens, and measuring costs nothing.</summary>
    /// <param name="builder">The service; call this before what else is hosted, so that it stops last.</param>
    /// <param name="serviceName">What the service is called where <c>OTEL_SERVICE_NAME</c> does not say.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A variable has a value that is not supported.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder, string serviceName)
    {
        var settings = TelemetrySettings.Read(builder.Configuration);
        if (!settings.IsOn)
            return;

        if (settings.Traces)
        {
            // .NET 10 leaves method and path of a request out of its activity unless asked, and the query always.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
            builder.Services.AddTransient<IStartupFilter, RequestActivity>();
        }

        builder.Services.AddHostedService(services => new TelemetryExport(settings, serviceName, services.GetRequiredService<IConfiguration>()));
    }
}
