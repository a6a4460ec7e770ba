using FlixTube.Storage.Measuring;

namespace FlixTube.Storage.Network;

/// <summary>
/// The body of a read over a network: when it breaks off, ends early or stalls it is opened again at the byte where it
/// broke, under the same pin. Yields exactly the bytes it was made for or throws.
/// </summary>
/// <remarks>Forward only; synchronous reads block. Not thread-safe; disposal ends the request at the service.</remarks>
public sealed class ResumingBody : Stream
{
    // A connection that yields less than this before it breaks again is no progress.
    private const long Progress = 1 << 20;

    private readonly VideoPath _path;
    private readonly ServedRange _range;
    private readonly Func<ByteRange, CancellationToken, Task<Stream>> _reopen;
    private readonly Func<Exception, VideoStoreException> _translate;
    private readonly NetworkOptions _options;
    private readonly TimeProvider _time;
    private readonly Retrier _retrier;
    private readonly IdleLimit _idle;

    private Stream? _body;
    private long _delivered;
    private long _brokeAt;
    private int _resumed;
    private bool _disposed;

    /// <summary>Takes ownership of <paramref name="body"/>.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="range">Which bytes <paramref name="body"/> has.</param>
    /// <param name="body">The body as the service began it.</param>
    /// <param name="reopen">
    /// Opens a range of the very same version again (with the service's <c>If-Match</c> or its like), once, without
    /// retries of its own. Throws <see cref="VideoStoreException"/>.
    /// </param>
    /// <param name="translate">Turns what the service's stream throws into the contract's exception.</param>
    /// <param name="options">Idle time, retries and their delays.</param>
    /// <param name="time">The clock.</param>
    public ResumingBody(
        VideoPath path,
        ServedRange range,
        Stream body,
        Func<ByteRange, CancellationToken, Task<Stream>> reopen,
        Func<Exception, VideoStoreException> translate,
        NetworkOptions options,
        TimeProvider time)
    {
        _path = path;
        _range = range;
        _body = body;
        _reopen = reopen;
        _translate = translate;
        _options = options;
        _time = time;
        _retrier = new Retrier(options, time);
        _idle = new IdleLimit(options.IdleTimeout, time);
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("A body is forward only; its length is in VideoRead.Range.");

    /// <inheritdoc/>
    public override long Position
    {
        get => _delivered;
        set => throw new NotSupportedException("A body is forward only.");
    }

    private long Remaining => _range.Length - _delivered;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Remaining == 0 || buffer.IsEmpty)
            return 0;

        if (buffer.Length > Remaining)
            buffer = buffer[..(int)Remaining];

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var count = await ReadOnceAsync(buffer, cancellationToken).ConfigureAwait(false);
                _delivered += count;
                return count;
            }
            catch (VideoStoreException e) when (e.Persistence == ErrorPersistence.Temporary)
            {
                await BreakOffAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Blocks while the service is waited for.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body is forward only.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("A body is read, not written.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read, not written.");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        _idle.Dispose();
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        if (disposing)
        {
            _idle.Dispose();
            Interlocked.Exchange(ref _body, null)?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _body ??= await ReopenAsync(cancellationToken).ConfigureAwait(false);
        var token = _idle.Start(cancellationToken);
        try
        {
            var count = await _body.ReadAsync(buffer, token).ConfigureAwait(false);
            return count > 0
                ? count
                : throw new VideoStoreException(VideoStoreError.Unavailable, $"The body of '{_path}' ended {Remaining} bytes early.") { Path = _path };
        }
        catch (Exception e) when (e is not VideoStoreException)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancellationToken.ThrowIfCancellationRequested();
            throw _idle.IsOver
                ? new VideoStoreException(VideoStoreError.Timeout, $"The body of '{_path}' yielded nothing for {_options.IdleTimeout.TotalSeconds} seconds.", e) { Path = _path }
                : _translate(e);
        }
        finally
        {
            _idle.Stop();
        }
    }

    private async Task<Stream> ReopenAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.ResponseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _reopen(ByteRange.Slice(_range.Offset + _delivered, Remaining), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested
                ? new VideoStoreException(VideoStoreError.Timeout, $"The body of '{_path}' could not be resumed in time.", e) { Path = _path }
                : _translate(e);
        }
    }

    // Waits before the body is resumed, or throws when it broke too often.
    private async Task BreakOffAsync(VideoStoreException failure, CancellationToken cancellationToken)
    {
        await CloseAsync().ConfigureAwait(false);
        if (_delivered - _brokeAt >= Progress)
            _resumed = 0;

        _brokeAt = _delivered;
        if (_resumed == _options.MaxRetries || failure.RetryAfter >= _options.RetryTime)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        RetryMetrics.Resumed(failure);
        await Task.Delay(_retrier.Delay(_resumed++, failure.RetryAfter), _time, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask CloseAsync() => Interlocked.Exchange(ref _body, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
