using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FlixTube.Host.Streaming.Sockets;

/// <summary>
/// Keeps Linux from buffering megabytes for a viewer who does not take them. Its send buffers grow to 4 MiB (tcp_wmem),
/// which a thousand slow viewers would fill with bytes that most of them never watch, and which makes every viewer look
/// fast at first.
/// </summary>
internal static class SendBuffer
{
    // linux/tcp.h. Accepted sockets inherit it from the one that listens.
    private const int TcpLevel = 6;
    private const int NotSentLowWater = 25;

    // What may wait in a socket that is not yet on its way; what is on its way is bounded by the network alone. The
    // thread that sends is woken when half of it has gone: a quarter as often for those who take all they are given.
    private static readonly byte[] Small = BitConverter.GetBytes(128 * 1024);
    private static readonly byte[] Large = BitConverter.GetBytes(512 * 1024);

    public static Socket Listen(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        SetSize(socket, isLarge: false);
        return socket;
    }

    public static void SetSize(Socket socket, bool isLarge)
    {
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp)
            return;

        try
        {
            socket.SetRawSocketOption(TcpLevel, NotSentLowWater, isLarge ? Large : Small);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over, or the system has no such thing.
        }
    }
}
