namespace FlixTube.Testing.Content;

/// <summary>A source of unknown length that does something before its end is read.</summary>
public sealed class InterruptedStream(byte[] content, Func<Task> interruption) : ForwardStream
{
    private int _position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == content.Length && buffer.Length > 0)
            await interruption();

        var count = Math.Min(buffer.Length, content.Length - _position);
        content.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
