namespace FlixTube.Storage.Copying;

/// <summary>The part that one video has in the progress of the whole. Not thread-safe.</summary>
/// <param name="whole">Where it is added up.</param>
/// <param name="length">The bytes of the video.</param>
/// <param name="passes">How often each byte is moved until the video is finished.</param>
internal sealed class VideoProgress(TransferProgress whole, long length, int passes)
{
    private long _moved;
    private long _counted;

    public void Add(int bytes)
    {
        _moved += bytes;
        var counted = Math.Min(_moved / passes, length);
        whole.Move(counted - _counted);
        _counted = counted;
    }

    /// <summary>What was moved so far was in vain.</summary>
    public void Restart()
    {
        whole.Undo(_counted);
        _moved = _counted = 0;
    }

    public void Finish() => whole.Finish(length - _counted);
}
