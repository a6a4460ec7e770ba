using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace FlixTube.Host.Streaming.Sockets;

/// <summary>
/// The output of a connection that sends when it is flushed, from the thread that flushes, instead of handing over to a
/// second loop through a pipe; and that can be lent bytes, which then go from where they are.
/// </summary>
/// <remarks>
/// Its memory is given back as soon as a flush is complete, and a flush is complete when the system has all the bytes: nothing
/// waits here beside what is being flushed. What is not flushed in the end is dropped. One caller at a time, as with every writer.
/// </remarks>
internal sealed class SocketWriter(ConnectionContext connection, Socket socket) : PipeWriter, IDisposable
{
    private const int SmallestBuffer = 4096;

    private readonly PipeWriter _transport = connection.Transport.Output;
    private readonly SocketSend _send = new(socket);
    private readonly List<ArraySegment<byte>> _unsent = new(2);
    private readonly List<byte[]> _rented = new(2);

    private byte[] _buffer = [];
    private int _begin;
    private int _end;
    private long _unflushed;
    private ArraySegment<byte> _lent;
    private int _lender;
    private bool _lends;
    private bool _isCanceled;
    private bool _hasLargeBuffer;
    private volatile bool _isSending;
    private volatile bool _isOver;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    /// <summary>
    /// Writes bytes of a response by sending them from where they are. They must stay as they are until the flush that
    /// follows is complete.
    /// </summary>
    /// <remarks>
    /// <paramref name="response"/> is asked for memory as ever, so that the server counts what is written; when that comes
    /// to this writer at once, and in this call alone, it answers with the bytes themselves. Nobody may write to
    /// them: the response must have a length, or the server would put the lengths of chunks there.
    /// </remarks>
    /// <returns><c>false</c> when the response does not write to this socket directly, and has to be given a copy: because of TLS, HTTP/2, or because it is over.</returns>
    public bool TryWriteLent(PipeWriter response, ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out _lent))
            return false;

        _lender = Environment.CurrentManagedThreadId;
        try
        {
            var given = response.GetMemory(bytes.Length);
            if (!_lends || !MemoryMarshal.TryGetArray<byte>(given, out var array) || array != _lent)
                return false;

            response.Advance(bytes.Length);
            return true;
        }
        finally
        {
            _lent = default;
            _lends = false;
        }
    }

    /// <summary>Whether the system takes more at once, for a peer that has not taken all of what it was given.</summary>
    public bool HasRoom
    {
        get
        {
            try
            {
                return socket.Poll(0, SelectMode.SelectWrite);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The flush that follows says so.
                return true;
            }
        }
    }

    /// <summary>Whether the system shall keep much for the peer, who takes it as it comes, or little.</summary>
    public void UseLargeBuffer(bool isLarge)
    {
        if (isLarge == _hasLargeBuffer)
            return;

        _hasLargeBuffer = isLarge;
        SendBuffer.SetSize(socket, isLarge);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        _lends = _lent.Array is not null && sizeHint == _lent.Count && _lender == Environment.CurrentManagedThreadId;
        if (_lends)
            return _lent;

        MakeRoom(sizeHint);
        return _buffer.AsMemory(_end);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        _lends = false;
        MakeRoom(sizeHint);
        return _buffer.AsSpan(_end);
    }

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _lends ? _lent.Count : _buffer.Length - _end);
        if (_lends)
        {
            CloseRun();
            _unsent.Add(_lent[..bytes]);
        }
        else
        {
            _end += bytes;
        }

        _unflushed += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);

        CloseRun();
        if (_isOver || _unsent.Count == 0)
            return new ValueTask<FlushResult>(Sent(_unsent.Count == 0));

        _isSending = true;
        var sending = _send.SendAsync(_unsent);
        return sending.IsCompletedSuccessfully ? new ValueTask<FlushResult>(Sent(sending.Result)) : WaitAsync(sending, cancellationToken);
    }

    public override void CancelPendingFlush() => _isCanceled = true;

    // Somebody may still be about to fill memory that he was given.
    public override void Complete(Exception? exception = null)
    {
        _isOver = true;
        _transport.Complete(exception);
    }

    /// <summary>For when nobody writes any more.</summary>
    public void Dispose()
    {
        _isOver = true;
        if (_isSending)
            return;

        Drop();
        _send.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAsync(ValueTask<bool> sending, CancellationToken cancellationToken)
    {
        // The bytes may be somebody else's: who waits for them must wait until nobody sends them any more.
        bool isSent;
        await using (cancellationToken.UnsafeRegister(static writer => ((SocketWriter)writer!).Abort(), this).ConfigureAwait(false))
            isSent = await sending.ConfigureAwait(false);

        var result = Sent(isSent);
        if (!isSent)
            cancellationToken.ThrowIfCancellationRequested();

        return result;
    }

    private FlushResult Sent(bool isSent)
    {
        _isSending = false;
        _isOver |= !isSent;
        Drop();
        var isCanceled = _isCanceled;
        _isCanceled = false;
        return new FlushResult(isCanceled, _isOver);
    }

    private void Abort() => connection.Abort(new ConnectionAbortedException("What was to be sent was given up."));

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _end >= size)
            return;

        CloseRun();
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, SmallestBuffer));
        _rented.Add(_buffer);
        _begin = _end = 0;
    }

    private void CloseRun()
    {
        if (_end > _begin)
            _unsent.Add(new ArraySegment<byte>(_buffer, _begin, _end - _begin));

        _begin = _end;
    }

    private void Drop()
    {
        if (_unsent.Count > 0)
            _send.Forget();

        _unsent.Clear();
        foreach (var buffer in _rented)
            ArrayPool<byte>.Shared.Return(buffer);

        _rented.Clear();
        _buffer = [];
        _begin = _end = 0;
        _unflushed = 0;
    }
}
