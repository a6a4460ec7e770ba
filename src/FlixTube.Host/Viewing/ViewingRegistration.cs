using FlixTube.Messaging.Publishing;
using FlixTube.Service.Configuration;

namespace FlixTube.Host.Viewing;

internal static class ViewingRegistration
{
    /// <summary>Tells others what is viewed, when configuration says whom.</summary>
    public static void AddViewing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<ViewingOptions>(ViewingOptions.Section);
        services.AddViewPublisher(builder.Configuration);
        services.AddSingleton<ViewWatch>();
        services.AddHealthChecks().AddCheck<ViewingCheck>("viewed");
    }
}
