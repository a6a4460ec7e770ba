using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>Ports for programs that must be told theirs.</summary>
internal static class Ports
{
    // Below those that the system gives to outgoing connections, of which other tests make many.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port that nobody listens on.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
