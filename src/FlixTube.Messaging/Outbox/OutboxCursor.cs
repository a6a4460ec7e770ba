using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlixTube.Messaging.Lines;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Messaging.Outbox;

/// <summary>
/// Remembers up to where an outbox was delivered. It is not flushed: without its last word messages are delivered again,
/// which their ids show.
/// </summary>
internal sealed class OutboxCursor : IDisposable
{
    private readonly SafeFileHandle _file;

    public OutboxCursor(string folder)
    {
        var path = Path.Combine(folder, "delivered");
        Last = Read(path);
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Where it was when the outbox was opened; <c>null</c> when nothing intact says.</summary>
    public OutboxPosition? Last { get; }

    public void Save(OutboxPosition position)
    {
        // In its place, for a crash in the middle costs no more than the word itself. What is left of a longer one follows the line feed.
        var line = new ArrayBufferWriter<byte>();
        CheckedLine.Write(line, JsonSerializer.SerializeToUtf8Bytes(position, OutboxJson.Default.OutboxPosition));
        RandomAccess.Write(_file, line.WrittenSpan, 0);
    }

    public void Dispose() => _file.Dispose();

    private static OutboxPosition? Read(string path)
    {
        if (!File.Exists(path))
            return null;

        var lines = new LineReader(File.ReadAllBytes(path));
        return lines.MoveNext() && lines.IsIntact ? JsonSerializer.Deserialize(lines.Json, OutboxJson.Default.NullableOutboxPosition) : null;
    }
}

/// <summary>A place between two messages.</summary>
/// <param name="Segment">The number of the segment.</param>
/// <param name="Offset">How many bytes of it lie before.</param>
internal readonly record struct OutboxPosition(long Segment, long Offset);

[JsonSerializable(typeof(OutboxPosition?))]
internal sealed partial class OutboxJson : JsonSerializerContext;
