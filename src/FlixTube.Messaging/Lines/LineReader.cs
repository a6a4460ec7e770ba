namespace FlixTube.Messaging.Lines;

/// <summary>Walks over the lines of a part of a file. What has no line feed yet, or was cut off by a crash, is no line.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The JSON of the line, when <see cref="IsIntact"/>.</summary>
    public ReadOnlySpan<byte> Json { get; private set; }

    /// <summary>Whether the line is as it was written.</summary>
    public bool IsIntact { get; private set; }

    /// <summary>How many bytes the lines so far have, this one with its line feed.</summary>
    public int Position { get; private set; }

    public bool MoveNext()
    {
        var rest = _bytes[Position..];
        var length = rest.IndexOf(CheckedLine.End);
        if (length < 0)
            return false;

        IsIntact = CheckedLine.TryRead(rest[..length], out var json);
        Json = json;
        Position += length + 1;
        return true;
    }
}
