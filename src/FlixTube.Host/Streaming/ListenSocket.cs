using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FlixTube.Host.Streaming;

/// <summary>
/// Keeps Linux from buffering megabytes for a viewer who does not take them. Its send buffers grow to 4 MiB (tcp_wmem),
/// which a thousand slow viewers would fill with bytes that most of them never watch, and which makes every viewer look
/// fast at first.
/// </summary>
internal static class ListenSocket
{
    // linux/tcp.h. Accepted sockets inherit it from the one that listens.
    private const int TcpLevel = 6;
    private const int NotSentLowWater = 25;

    /// <summary>How much may wait in a socket that is not yet on its way; what is on its way is bounded by the network alone.</summary>
    private const int UnsentBytes = 128 * 1024;

    public static Socket Create(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux() && socket.ProtocolType == ProtocolType.Tcp)
            socket.SetRawSocketOption(TcpLevel, NotSentLowWater, BitConverter.GetBytes(UnsentBytes));

        return socket;
    }
}
