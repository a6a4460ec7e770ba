using System.Net.Sockets;
using System.Text;
using FlixTube.Testing.Hosts;

namespace FlixTube.Host.Tests.Load;

internal sealed class SlowViewersTests
{
    private const int Viewers = 500;
    private const int Piece = 16 * 1024;
    private const long MiB = 1 << 20;

    [TestCase(16)]
    [TestCase(240, Category = "Soak")]
    public async Task Five_hundred_slow_viewers_are_all_served_with_less_than_200_MiB(int pieces)
    {
        await using var host = await HostProcess.StartAsync();
        await using (var file = File.Create(Path.Combine(host.Videos, "long.mp4")))
            file.SetLength(1L << 30);

        var viewers = new List<Socket>();
        try
        {
            var request = Encoding.ASCII.GetBytes("GET /video?path=long.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            for (var i = 0; i < Viewers; i++)
            {
                // The smallest window, so that the host feels every viewer's slowness.
                var viewer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = Piece, NoDelay = true };
                viewers.Add(viewer);
                await viewer.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port);
                await viewer.SendAsync(request);
            }

            // 64 KiB a second each.
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
            var buffer = new byte[Piece];
            for (var piece = 0; piece < pieces; piece++)
            {
                foreach (var viewer in viewers)
                {
                    for (var count = 0; count < Piece;)
                    {
                        var read = await viewer.ReceiveAsync(buffer.AsMemory(0, Piece - count));
                        Assert.That(read, Is.Positive, "no viewer is cut off");
                        count += read;
                    }
                }

                await tick.WaitForNextTickAsync();
            }
        }
        finally
        {
            viewers.ForEach(static viewer => viewer.Dispose());
        }

        var peak = host.Process.PeakWorkingSet;
        await TestContext.Out.WriteLineAsync($"{Viewers} viewers at 64 KiB/s: at most {peak / MiB} MiB.");
        Assert.That(peak, Is.LessThan(200 * MiB));
    }
}
