namespace FlixTube.Testing.Content;

/// <summary>A source of zeros of unknown length.</summary>
/// <param name="length">How many there are.</param>
/// <param name="onRead">Is called before each read.</param>
public sealed class ZeroStream(long length, Action onRead) : ForwardStream
{
    private long _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        onRead();
        var count = (int)Math.Min(buffer.Length, length - _position);
        buffer.Span[..count].Clear();
        _position += count;
        return ValueTask.FromResult(count);
    }
}
