using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using FlixTube.Storage.Switching.Generations;

namespace FlixTube.Storage.Switching;

/// <summary>
/// A body with the lease on the generation that it is read from, ended by disposal. When that store fails, or has been
/// switched away from for too long, and the content's hash is known, the body goes on at the same byte in the store that
/// serves now.
/// </summary>
/// <remarks>Not thread-safe, but disposal may come in the middle of a read.</remarks>
internal sealed class LeasedBody : Stream, ICachedBody
{
    private readonly ServingGenerations _generations;
    private readonly VideoProperties _video;
    private readonly long _end;
    private Stream _body;
    private StoreGeneration? _lease;
    private long _position;
    private long _movedAt = -1;
    private volatile bool _disposed;

    /// <summary>Takes over the lease and the body.</summary>
    public LeasedBody(ServingGenerations generations, StoreGeneration lease, VideoRead read)
    {
        _generations = generations;
        _lease = lease;
        _video = read.Properties;
        _body = read.Body;
        _position = read.Range.Offset;
        _end = read.Range.End;
    }

    public override bool CanRead => !_disposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A body is read forward.");

    public override long Position
    {
        get => throw new NotSupportedException("A body is read forward.");
        set => throw new NotSupportedException("A body is read forward.");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_position == _end)
                return 0;

            var lease = _lease!;
            try
            {
                if (lease.IsCutOff)
                    throw SwitchErrors.CutOff(_video.Path);

                var count = await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                _position += count;
                return count;
            }
            catch (Exception e) when (!_disposed && !cancellationToken.IsCancellationRequested)
            {
                await MoveAsync(lease, e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_position == _end || _body is not ICachedBody cached)
                return default;

            var lease = _lease!;
            try
            {
                if (lease.IsCutOff)
                    throw SwitchErrors.CutOff(_video.Path);

                return await cached.PeekAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!_disposed && !cancellationToken.IsCancellationRequested)
            {
                await MoveAsync(lease, e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Advance(int count)
    {
        if (_body is ICachedBody cached)
            cached.Advance(count);
        else
            ArgumentOutOfRangeException.ThrowIfNotEqual(count, 0);

        _position += count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body is read forward.");

    public override void SetLength(long value) => throw new NotSupportedException("A video is read here, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A video is read here, not written.");

    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        try
        {
            await _body.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Exchange(ref _lease, null)?.Release();
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            try
            {
                _body.Dispose();
            }
            finally
            {
                Interlocked.Exchange(ref _lease, null)?.Release();
            }
        }

        base.Dispose(disposing);
    }

    /// <exception cref="VideoStoreException">There is nowhere to go on.</exception>
    private async ValueTask MoveAsync(StoreGeneration from, Exception failure, CancellationToken cancellationToken)
    {
        var translated = SwitchErrors.Translate(failure, from, _video.Path);
        if (!await TryMoveAsync(from, translated, cancellationToken).ConfigureAwait(false))
            ExceptionDispatchInfo.Throw(translated);
    }

    // Once for each byte at most, so that two stores that fail do not send it to and fro for ever.
    private async ValueTask<bool> TryMoveAsync(StoreGeneration from, Exception failure, CancellationToken cancellationToken)
    {
        var other = _generations.AcquireOther(from, failure);
        if (other is null)
            return false;

        if (_video.ContentHash is null || _movedAt == _position
            || await ReopenAsync(other, cancellationToken).ConfigureAwait(false) is not { } read)
        {
            other.Release();
            return false;
        }

        _movedAt = _position;
        var old = _body;
        _body = read.Body;
        Interlocked.Exchange(ref _lease, other)?.Release();
        try
        {
            await old.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It had failed anyway.
        }

        // Disposal in the meantime saw the old body only.
        if (_disposed)
            await DisposeAsync().ConfigureAwait(false);

        return true;
    }

    private async ValueTask<VideoRead?> ReopenAsync(StoreGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ReadOptions { Range = ByteRange.Slice(_position, _end - _position) };
            var read = await generation.Store.OpenReadAsync(_video.Path, options, cancellationToken).ConfigureAwait(false);
            if (string.Equals(read.Properties.ContentHash, _video.ContentHash, StringComparison.Ordinal) && read.Range.End == _end)
                return read;

            await read.DisposeAsync().ConfigureAwait(false);
        }
        catch (VideoStoreException)
        {
            // Then the first failure stands.
        }

        return null;
    }
}
