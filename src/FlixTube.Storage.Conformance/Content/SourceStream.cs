namespace FlixTube.Storage.Conformance;

/// <summary>
/// A source for writes that notes what is done to it: forward only unless <see cref="Seekable"/>, its length unknown,
/// read asynchronously or not at all.
/// </summary>
internal sealed class SourceStream(TestContent content) : Stream
{
    private readonly SortedDictionary<long, Func<CancellationToken, ValueTask>> _actions = [];
    private long _position;
    private int _readers;

    /// <summary>The most bytes that one read gives.</summary>
    public int MaxChunk { get; init; } = int.MaxValue;

    /// <summary>Whether the source can seek and tell its length.</summary>
    public bool Seekable { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>Whether anything was done that a source may not be able to do.</summary>
    public string? Misuse { get; private set; }

    public int ReadCount { get; private set; }

    public override bool CanRead => !IsDisposed;

    public override bool CanSeek => Seekable;

    public override bool CanWrite => false;

    public override long Length => Seekable ? content.Length : throw new NotSupportedException("The length of this source is not known.");

    public override long Position
    {
        get => Seekable ? _position : throw new NotSupportedException("This source cannot tell where it stands.");
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Runs <paramref name="action"/> once, when the source stands at <paramref name="position"/> and is read on.</summary>
    /// <remarks>The token is the one that the read was given.</remarks>
    public SourceStream When(long position, Func<CancellationToken, ValueTask> action)
    {
        _actions[position] = action;
        return this;
    }

    public SourceStream ThrowAt(long position, Exception failure) => When(position, _ => ValueTask.FromException(failure));

    /// <summary>Puts the source where a caller may have left it.</summary>
    public SourceStream StandingAt(long position)
    {
        _position = position;
        return this;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _readers) > 1)
            Misuse = "It was read while another read was under way.";

        try
        {
            ReadCount++;
            if (IsDisposed)
                Misuse = "It was read after it had been disposed.";

            while (_actions.Remove(_position, out var action))
                await action(cancellationToken);

            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(Math.Min(buffer.Length, MaxChunk), Math.Max(0, NextStop() - _position));
            content.Fill(_position, buffer.Span[..count]);
            _position += count;
            return count;
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        Misuse = "It was read synchronously.";
        throw new InvalidOperationException("This source is read asynchronously only.");
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        if (!Seekable)
            throw new NotSupportedException("This source cannot seek.");

        if (target != _position)
            Misuse = "It was made to stand elsewhere.";

        return _position = target;
    }

    public override void SetLength(long value) => throw new NotSupportedException("This source is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This source is read-only.");

    public override void Flush()
    {
    }

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    // No read passes a position at which something is to happen.
    private long NextStop()
    {
        foreach (var position in _actions.Keys)
        {
            if (position > _position)
                return Math.Min(position, content.Length);
        }

        return content.Length;
    }
}
