using System.Net;
using System.Net.Sockets;

namespace FlixTube.Testing.Faults;

/// <summary>A port that takes no more connections and refuses none: its queue is full.</summary>
public sealed class BlackHole : IDisposable
{
    private const int MoreThanTheQueue = 4;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queue = [];

    public BlackHole()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        for (var i = 0; i < MoreThanTheQueue; i++)
        {
            var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queue.Add(waiting);
            try
            {
                waiting.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // It is on its way.
            }
        }
    }

    public Uri Address => new($"http://{_listener.LocalEndPoint}/");

    public void Dispose()
    {
        foreach (var queued in _queue)
            queued.Dispose();

        _listener.Dispose();
    }
}
