using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace FlixTube.Host.Streaming.Sockets;

/// <summary>Sends bytes through a socket, one send at a time, without allocating.</summary>
internal sealed class SocketSend(Socket socket) : SocketAsyncEventArgs(true), IValueTaskSource<bool>
{
    // With inline completions the socket's own thread calls, which has all the other sockets to look after.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    /// <summary>
    /// Sends all of <paramref name="bytes"/>. The system has a copy of them, or has no use for them any more, when the task
    /// is complete, and not before.
    /// </summary>
    /// <returns><c>false</c> when the connection is no more.</returns>
    public ValueTask<bool> SendAsync(List<ArraySegment<byte>> bytes)
    {
        if (bytes.Count == 1)
            SetBuffer(bytes[0].Array, bytes[0].Offset, bytes[0].Count);
        else
            BufferList = bytes;

        _core.Reset();
        try
        {
            return socket.SendAsync(this) ? new ValueTask<bool>(this, _core.Version) : new ValueTask<bool>(SocketError == SocketError.Success);
        }
        catch (ObjectDisposedException)
        {
            return new ValueTask<bool>(result: false);
        }
    }

    /// <summary>Lets go of what was sent.</summary>
    public void Forget()
    {
        if (BufferList is not null)
            BufferList = null;
        else
            SetBuffer(null, 0, 0);
    }

    public bool GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _core.SetResult(e.SocketError == SocketError.Success);
}
