using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Files;

/// <summary>
/// A range of one version of a file, read straight into the caller's memory. The store itself never changes a file that
/// has been placed; when somebody else does, the read that would complete the range throws instead.
/// </summary>
internal sealed class VideoBody(SafeFileHandle file, VideoPath path, FileVersion version, ServedRange range) : Stream
{
    private long _position = range.Offset;

    public override bool CanRead => !file.IsClosed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The pooled builder keeps a read free of allocations.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = Wanted(buffer.Length);
        if (wanted == 0)
            return 0;

        try
        {
            return Advance(await RandomAccess.ReadAsync(file, buffer[..wanted], _position, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(e, path);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var wanted = Wanted(buffer.Length);
        if (wanted == 0)
            return 0;

        try
        {
            return Advance(RandomAccess.Read(file, buffer[..wanted], _position));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(e, path);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();

        base.Dispose(disposing);
    }

    private int Wanted(int space)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        return (int)Math.Min(space, range.End - _position);
    }

    private int Advance(int count)
    {
        _position += count;
        var complete = _position == range.End;
        if ((complete || count == 0) && FileEntry.Of(file).Version != version)
            throw VideoStoreException.PreconditionFailed(path);

        if (count == 0)
            throw new VideoStoreException(VideoStoreError.Unavailable, $"The file of the video '{path}' ended before its length.") { Path = path };

        return count;
    }
}
