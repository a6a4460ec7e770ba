using System.Buffers;
using FlixTube.Messaging.Lines;
using FlixTube.Messaging.Viewed;

namespace FlixTube.Messaging.Outbox;

/// <summary>
/// A queue of messages in a folder: what is in it survives a crash at any point, and it never grows beyond its limit.
/// One thread may add while another takes.
/// </summary>
/// <remarks>
/// Messages are lines (<see cref="CheckedLine"/>) in numbered segments. A new segment is begun at every start and when one is
/// full, and an old one is deleted when all in it was taken, so that nothing is ever moved or rewritten. A line that is
/// not as it was written is passed over and counted.
/// </remarks>
internal sealed class MessageOutbox : IDisposable
{
    private const int SegmentsPerOutbox = 8;
    private const long LargestSegment = 4 << 20;

    // A peek must hold one line at least.
    private const int ReadBytes = 4 * ViewedMessage.MaxBytes;

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly FolderLock _folderLock;
    private readonly OutboxCursor _cursor;
    private readonly List<Segment> _segments;
    private readonly SemaphoreSlim _added = new(0, 1);
    private readonly byte[] _buffer = new byte[ReadBytes];
    private readonly List<OutboxPosition> _peeked = [];
    private GrowingFile? _last;
    private OutboxPosition _position;
    private long _nextNumber;
    private long _messages;
    private long _bytes;
    private long _damaged;

    private MessageOutbox(string folder, long maxBytes, FolderLock folderLock)
    {
        _folder = folder;
        _maxBytes = maxBytes;
        _folderLock = folderLock;
        _cursor = new(folder);
        _segments = Segment.In(folder);
        _nextNumber = Math.Max(_segments.LastOrDefault()?.Number ?? 0, _cursor.Last?.Segment ?? 0) + 1;
        _bytes = _segments.Sum(static segment => segment.Length);
        Begin();
        _messages = _segments.Sum(segment => segment.CountFrom(segment.Number == _position.Segment ? _position.Offset : 0, _buffer));
        if (_messages > 0)
            _added.Release();
    }

    /// <summary>How many messages wait.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>How many bytes the segments have on disk.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many lines were passed over because they were not as they had been written.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>Opens the outbox of a folder, and goes on where the process before ended.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder refuses the access.</exception>
    public static MessageOutbox Open(string folder, long maxBytes)
    {
        var folderLock = new FolderLock(folder);
        try
        {
            return new(folder, maxBytes, folderLock);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Adds messages as long as there is room.</summary>
    /// <returns>How many of them, from the first on.</returns>
    /// <exception cref="IOException">None was added.</exception>
    public int Add(IReadOnlyList<ViewedMessage> messages)
    {
        var lines = new ArrayBufferWriter<byte>();
        var room = _maxBytes - Bytes;
        var count = 0;
        foreach (var message in messages)
        {
            var before = lines.WrittenCount;
            CheckedLine.Write(lines, ViewedText.Record(message));
            if (lines.WrittenCount > room)
            {
                Append(lines.WrittenSpan[..before], count);
                return count;
            }

            count++;
        }

        Append(lines.WrittenSpan, count);
        return count;
    }

    /// <summary>Makes what was added survive a loss of power.</summary>
    public void Flush()
    {
        lock (_lock)
            _last?.Flush();
    }

    /// <summary>Waits until there may be something to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _added.WaitAsync(cancellationToken);

    /// <summary>
    /// The next messages, which stay until they are taken. No two are for the same video, so that they may be delivered
    /// side by side and still come in order for each.
    /// </summary>
    /// <param name="most">1 or more.</param>
    public IReadOnlyList<ViewedMessage> Peek(int most)
    {
        lock (_lock)
        {
            _peeked.Clear();
            var found = new List<ViewedMessage>();
            while (found.Count == 0 && HasMore())
                Collect(found, most);

            return found;
        }
    }

    /// <summary>Takes the first of the messages that were peeked at.</summary>
    public void Take(int count)
    {
        if (count == 0)
            return;

        lock (_lock)
        {
            _position = _peeked[count - 1];
            _messages -= count;
            _ = HasMore();
        }

        _cursor.Save(_position);
    }

    public void Dispose()
    {
        _last?.Dispose();
        _cursor.Dispose();
        _folderLock.Dispose();
        _added.Dispose();
    }

    private void Begin()
    {
        var last = _cursor.Last;
        while (_segments.Count > 0 && last is { } delivered && _segments[0].Number < delivered.Segment)
            DeleteFirst();

        if (_segments.Count > 0)
            _position = new(_segments[0].Number, last is { } at && at.Segment == _segments[0].Number ? Math.Min(at.Offset, _segments[0].Length) : 0);

        _ = HasMore();
    }

    private void Append(ReadOnlySpan<byte> lines, int count)
    {
        if (count == 0)
            return;

        lock (_lock)
        {
            if (_last is null || IsFull(_segments[^1]))
                BeginSegment();

            _last!.Append(lines);
            _segments[^1].Length = _last.Length;
            _messages += count;
            _bytes += lines.Length;
            if (_added.CurrentCount == 0)
                _added.Release();
        }
    }

    private void BeginSegment()
    {
        var segment = new Segment(_folder, _nextNumber);
        var file = GrowingFile.Open(segment.Path);
        _last?.Flush();
        _last?.Dispose();
        _last = file;
        _nextNumber++;
        _segments.Add(segment);
        if (_segments.Count == 1)
            _position = new(segment.Number, 0);
    }

    private bool IsFull(Segment segment) => segment.Length >= Math.Min(LargestSegment, _maxBytes / SegmentsPerOutbox);

    // Goes to the next segment when this one was taken whole; the one that is being written stays until it is full.
    private bool HasMore()
    {
        while (_segments.Count > 0 && _position.Offset >= _segments[0].Length)
        {
            if (_segments.Count == 1 && _last is not null)
            {
                if (!IsFull(_segments[0]))
                    return false;

                _last.Dispose();
                _last = null;
            }

            DeleteFirst();
            _position = _segments.Count > 0 ? new(_segments[0].Number, 0) : default;
        }

        return _segments.Count > 0;
    }

    private void DeleteFirst()
    {
        File.Delete(_segments[0].Path);
        _bytes -= _segments[0].Length;
        _segments.RemoveAt(0);
    }

    private void Collect(List<ViewedMessage> found, int most)
    {
        var segment = _segments[0];
        var start = _position.Offset;
        var lines = new LineReader(segment.Read(start, _buffer));
        var videos = new HashSet<string>(StringComparer.Ordinal);
        while (found.Count < most && lines.MoveNext())
        {
            var after = new OutboxPosition(segment.Number, start + lines.Position);
            if (lines.IsIntact && ViewedText.FromRecord(lines.Json) is { } message)
            {
                if (!videos.Add(message.Path.Value))
                    return;

                found.Add(message);
                _peeked.Add(after);
            }
            else if (found.Count > 0)
            {
                return;
            }
            else
            {
                _damaged++;
                _position = after;
            }
        }

        // The end of the segment, torn by a crash: nothing of it was ever said to be there.
        if (lines.Position == 0)
            _position = new(segment.Number, segment.Length);
    }
}
