using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>An HTTP/1.1 client that hides nothing and reads only when told to.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 32 * 1024 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
        return new RawConnection(socket);
    }

    public async Task SendAsync(string request) =>
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(request.ReplaceLineEndings("\r\n")));

    /// <summary>Asks for a video, with more header lines as they are to stand on the wire.</summary>
    public Task RequestAsync(string target, string method = "GET", params string[] headers) =>
        SendAsync($"{method} {target} HTTP/1.1\r\nHost: test\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n");

    /// <summary>The status line and the headers.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one).AsTask().WaitAsync(Patience);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    /// <summary>Reads into the same memory until the server closes, and says how many bytes came.</summary>
    public async Task<long> CountToEndAsync()
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            while (await _stream.ReadAsync(buffer) is var count and > 0)
                total += count;
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }

        return total;
    }

    /// <summary>Leaves without a farewell.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    public void Dispose() => _stream.Dispose();
}
