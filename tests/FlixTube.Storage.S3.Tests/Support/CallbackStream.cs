namespace FlixTube.Storage.S3.Tests.Support;

/// <summary>A source that does something when its end is read.</summary>
internal sealed class CallbackStream(byte[] bytes, Func<Task> atEnd) : MemoryStream(bytes, writable: false)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        if (count == 0)
            await atEnd();

        return count;
    }
}
