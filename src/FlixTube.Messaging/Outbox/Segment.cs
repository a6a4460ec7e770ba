using System.Globalization;
using FlixTube.Messaging.Lines;

namespace FlixTube.Messaging.Outbox;

/// <summary>One file of an outbox. They are numbered in the order of their messages.</summary>
/// <param name="folder">The outbox's folder.</param>
/// <param name="number">From 1.</param>
internal sealed class Segment(string folder, long number)
{
    private const string Extension = ".log";

    public long Number { get; } = number;

    public string Path { get; } = System.IO.Path.Combine(folder, number.ToString("D12", CultureInfo.InvariantCulture) + Extension);

    /// <summary>How much of it is there to read, in bytes.</summary>
    public long Length { get; set; }

    /// <summary>The segments of a folder, in order.</summary>
    public static List<Segment> In(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles("*" + Extension)
            .Select(file => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Segment(folder, number) { Length = file.Length }
                : null)
            .OfType<Segment>()
            .OrderBy(static segment => segment.Number),
    ];

    /// <summary>Reads what follows <paramref name="position"/>, as much as fits.</summary>
    public ReadOnlySpan<byte> Read(long position, byte[] buffer)
    {
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var wanted = (int)Math.Min(buffer.Length, Length - position);
        var read = 0;
        while (read < wanted && RandomAccess.Read(file, buffer.AsSpan(read, wanted - read), position + read) is var more and > 0)
            read += more;

        return buffer.AsSpan(0, read);
    }

    /// <summary>How many messages follow <paramref name="position"/>.</summary>
    public long CountFrom(long position, byte[] buffer)
    {
        var count = 0L;
        while (Read(position, buffer) is { Length: > 0 } part)
        {
            var lines = new LineReader(part);
            while (lines.MoveNext())
            {
                if (lines.IsIntact)
                    count++;
            }

            if (lines.Position == 0)
                break;

            position += lines.Position;
        }

        return count;
    }
}
