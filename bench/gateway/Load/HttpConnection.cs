using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlixTube.Bench.Gateway.Load;

/// <summary>
/// A connection that asks for one video after another and costs as little as it can, because it runs on the machine that
/// is measured. It knows no more of HTTP/1.1 than these servers send: a Content-Length, no other framing.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private readonly int _port;

    private HttpConnection(int port, int bufferBytes)
    {
        _port = port;
        _buffer = new byte[bufferBytes];
    }

    public static async Task<HttpConnection> OpenAsync(int port, int bufferBytes = 1 << 20)
    {
        var connection = new HttpConnection(port, bufferBytes);
        try
        {
            await connection._socket.ConnectAsync(IPAddress.Loopback, port);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The head of a request for a video, or for <paramref name="count"/> bytes of it from an offset on.</summary>
    public static byte[] RequestHead(string target, int port, long offset = 0, long? count = null) =>
        Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(count is { } n ? $"Range: bytes={offset}-{offset + n - 1}\r\n" : "")}\r\n"));

    /// <summary>Asks, and takes the whole answer.</summary>
    /// <param name="target">What is asked for.</param>
    /// <param name="offset">The first byte of the range.</param>
    /// <param name="count">How many bytes; the whole video when null.</param>
    /// <param name="check">Whether every byte is compared with what it should be.</param>
    /// <exception cref="InvalidDataException">The answer is not what was asked for.</exception>
    public async Task<Answer> GetAsync(string target, long offset, long? count, bool check)
    {
        var start = Stopwatch.GetTimestamp();
        await _socket.SendAsync(RequestHead(target, _port, offset, count));

        var filled = 0;
        int headLength;
        while ((headLength = HeadLength(_buffer.AsSpan(0, filled))) < 0 || headLength == filled)
            filled += await ReceiveAsync(_buffer.AsMemory(filled));
        var firstByte = Stopwatch.GetElapsedTime(start);

        var head = Encoding.ASCII.GetString(_buffer, 0, headLength);
        var expected = count is null ? "HTTP/1.1 200" : "HTTP/1.1 206";
        if (!head.StartsWith(expected, StringComparison.Ordinal))
            throw new InvalidDataException($"{target}: expected {expected}, got {head}");

        var length = ContentLength(head);
        if (count is { } wanted && wanted != length)
            throw new InvalidDataException($"{target}: asked for {wanted} bytes, got {length}");

        var body = _buffer.AsMemory(headLength, filled - headLength);
        for (var position = 0L; ;)
        {
            if (check && !VideoContent.Matches(body.Span, offset + position))
                throw new InvalidDataException($"{target}: wrong bytes after {offset + position}");
            position += body.Length;
            if (position == length)
                return new Answer(length, firstByte);
            body = _buffer.AsMemory(0, await ReceiveAsync(_buffer.AsMemory(0, (int)Math.Min(_buffer.Length, length - position))));
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(Memory<byte> memory)
    {
        var count = await _socket.ReceiveAsync(memory);
        return count > 0 ? count : throw new EndOfStreamException("The server closed the connection in the middle of an answer.");
    }

    private static int HeadLength(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("\r\n\r\n"u8) is var end and >= 0 ? end + 4 : -1;

    private static long ContentLength(string head)
    {
        const string Name = "\r\ncontent-length:";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            throw new InvalidDataException($"No Content-Length in {head}");
        start += Name.Length;
        return long.Parse(head.AsSpan(start, head.IndexOf('\r', start) - start), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}

/// <summary>An answer that was taken whole: its length in bytes, and how long the first of its bytes (the head not counted) was in coming.</summary>
internal readonly record struct Answer(long Length, TimeSpan FirstByte);
