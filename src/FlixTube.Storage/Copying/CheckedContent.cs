using System.Security.Cryptography;

namespace FlixTube.Storage.Copying;

/// <summary>
/// The body of a video that is checked while it is read: its last read fails with a
/// <see cref="ContentMismatchException"/> when the bytes are not those of the properties, so that a store which writes
/// them never makes them visible. Forward only; not thread-safe; it leaves the body open.
/// </summary>
internal sealed class CheckedContent : Stream
{
    private readonly Stream _body;
    private readonly long _length;
    private readonly string? _recordedHash;
    private readonly Action<int> _moved;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    /// <param name="read">An open read of a whole video.</param>
    /// <param name="recordedHash">The SHA-256 that the bytes must have; <c>null</c> for any.</param>
    /// <param name="moved">Told how many bytes each read gave.</param>
    public CheckedContent(VideoRead read, string? recordedHash, Action<int> moved)
    {
        _body = read.Body;
        _length = read.Properties.Length;
        _recordedHash = recordedHash;
        _moved = moved;
    }

    /// <summary>The SHA-256 of all bytes, in lower-case hexadecimal digits; <c>null</c> before the end was read.</summary>
    public string? Hash { get; private set; }

    /// <summary>What the body failed with, to tell it from a failure of whoever reads this.</summary>
    public VideoStoreException? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads everything that is left.</summary>
    /// <returns>The SHA-256 of all bytes.</returns>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        await CopyToAsync(Null, cancellationToken).ConfigureAwait(false);
        return Hash!;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;

        try
        {
            var count = await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _sha256.AppendData(buffer.Span[..count]);
            _read += count;
            _moved(count);
            if (count == 0)
                End();

            return count;
        }
        catch (VideoStoreException e)
        {
            Failure = e;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sha256.Dispose();

        base.Dispose(disposing);
    }

    private void End()
    {
        if (_read != _length)
            throw new ContentMismatchException($"it gave {_read} of {_length} bytes");

        Hash ??= Convert.ToHexStringLower(_sha256.GetHashAndReset());
        if (_recordedHash is not null && !string.Equals(Hash, _recordedHash, StringComparison.Ordinal))
            throw new ContentMismatchException($"its SHA-256 is {Hash} and should be {_recordedHash}");
    }
}
