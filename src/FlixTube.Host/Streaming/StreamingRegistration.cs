using FlixTube.Host.Streaming.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Streaming;

internal static class StreamingRegistration
{
    public static void AddStreaming(this IServiceCollection services)
    {
        services.AddOptions<StreamingOptions>().BindConfiguration(StreamingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StreamingOptions>, StreamingOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<VideoStreamer>();

        // Kestrel takes a viewer who is still busy with a large piece for one who does not read, and resets him (a third
        // of 1,000 viewers at 64 KiB/s). Streams judge by ViewerIdleTimeout instead. In HTTP/2 it can be off for the
        // whole server only.
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.Limits.MinResponseDataRate = null);
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.SendDirectly()));
        services.Configure<SocketTransportOptions>(static sockets => sockets.CreateBoundListenSocket = SendBuffer.Listen);
    }
}
