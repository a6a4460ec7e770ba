using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FlixTube.Bench.Gateway.Load;

/// <summary>Many viewers who each take a video at the rate at which they watch it.</summary>
internal sealed class SlowViewers : IDisposable
{
    private const int ReceiveBufferBytes = 16 * 1024;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly List<Socket> _viewers;

    private SlowViewers(List<Socket> viewers) => _viewers = viewers;

    public static async Task<SlowViewers> OpenAsync(int port, string target, int count)
    {
        var request = HttpConnection.RequestHead(target, port);
        var viewers = new List<Socket>(count);
        for (var i = 0; i < count; i++)
        {
            var viewer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBufferBytes };
            viewers.Add(viewer);
            await viewer.ConnectAsync(IPAddress.Loopback, port);
            await viewer.SendAsync(request);
            viewer.Blocking = false;
        }
        return new SlowViewers(viewers);
    }

    /// <summary>Watches for a while.</summary>
    /// <returns>How many were still served at the end.</returns>
    public async Task<int> WatchAsync(int bytesPerSecond, TimeSpan time)
    {
        var buffer = new byte[(int)(bytesPerSecond * Tick.TotalSeconds)];
        var lost = new HashSet<Socket>();
        using var timer = new PeriodicTimer(Tick);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; await timer.WaitForNextTickAsync())
        {
            foreach (var viewer in _viewers)
            {
                if (!lost.Contains(viewer) && !Take(viewer, buffer))
                    lost.Add(viewer);
            }
        }
        return _viewers.Count - lost.Count;
    }

    public void Dispose()
    {
        foreach (var viewer in _viewers)
            viewer.Dispose();
    }

    private static bool Take(Socket viewer, byte[] buffer)
    {
        for (var taken = 0; taken < buffer.Length;)
        {
            var count = viewer.Receive(buffer.AsSpan(taken), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return true;
            if (error != SocketError.Success || count == 0)
                return false;
            taken += count;
        }
        return true;
    }
}
