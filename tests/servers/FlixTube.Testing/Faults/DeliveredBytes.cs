using System.Buffers.Binary;
using System.Net.Sockets;

namespace FlixTube.Testing.Faults;

/// <summary>
/// Knows from Linux what the other side of a connection has received. A reset throws away what is still on its way, so
/// "a reset after so many bytes" must wait for them to arrive.
/// </summary>
internal static class DeliveredBytes
{
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int InfoLength = 192;

    // Offsets in struct tcp_info of linux/tcp.h.
    private const int Unacked = 24;
    private const int BytesAcked = 120;
    private const int NotSentBytes = 144;

    /// <summary>How many bytes the other side has acknowledged since the connection was made.</summary>
    public static long Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[InfoLength];
        socket.GetRawSocketOption(TcpLevel, TcpInfo, info);
        return BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcked..]);
    }

    /// <summary>Waits until more than so many bytes have been acknowledged and nothing is on its way.</summary>
    public static async Task UntilAsync(Socket socket, long bytes, CancellationToken cancellationToken)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!HasReceived(socket, bytes))
            await look.WaitForNextTickAsync(cancellationToken);
    }

    private static bool HasReceived(Socket socket, long bytes)
    {
        Span<byte> info = stackalloc byte[InfoLength];
        socket.GetRawSocketOption(TcpLevel, TcpInfo, info);
        return BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcked..]) > bytes
            && BinaryPrimitives.ReadInt32LittleEndian(info[Unacked..]) == 0
            && BinaryPrimitives.ReadInt32LittleEndian(info[NotSentBytes..]) == 0;
    }
}
