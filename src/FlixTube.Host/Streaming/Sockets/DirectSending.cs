using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FlixTube.Host.Streaming.Sockets;

/// <summary>Puts a <see cref="SocketWriter"/> in the place of the output of connections that are sockets.</summary>
internal static class DirectSending
{
    public static void SendDirectly(this ListenOptions endpoint) => endpoint.Use(static next => connection =>
        connection.Features.Get<IConnectionSocketFeature>() is { } feature ? ServeAsync(connection, feature, next) : next(connection));

    private static async Task ServeAsync(ConnectionContext connection, IConnectionSocketFeature feature, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        using var writer = new SocketWriter(connection, feature.Socket);
        connection.Transport = new Duplex(transport.Input, writer);
        connection.Features.Set(writer);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
