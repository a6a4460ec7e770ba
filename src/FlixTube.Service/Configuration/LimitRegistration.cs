using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Configuration;

internal static class LimitRegistration
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<LimitOptions>(LimitOptions.Section);
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<LimitOptions>>(static (timeouts, limits) =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = limits.Value.RequestTime });
        services.AddOptions<HostOptions>().Configure<IOptions<LimitOptions>>(static (host, limits) =>
            host.ShutdownTimeout = limits.Value.DrainTime);

        // What keeps the host from starting is said by StartFailure in a sentence, not here with a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.AddServerHeader = false);
    }
}
