using FlixTube.Messaging.Lines;
using FlixTube.Messaging.Viewed;

namespace FlixTube.History.Views.Files;

/// <summary>Reads the file of the embedded store.</summary>
internal static class ViewFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads all views of a file, if there is one.</summary>
    /// <returns>The length of its lines, without what a crash left of one; and how many are not as they were written.</returns>
    public static (long Length, int Damaged) Read(string path, Action<ViewedMessage> found)
    {
        if (!File.Exists(path))
            return (0, 0);

        using var file = File.OpenHandle(path);
        var buffer = new byte[BufferBytes];
        var position = 0L;
        var damaged = 0;
        while (RandomAccess.Read(file, buffer, position) is var read and > 0)
        {
            var lines = new LineReader(buffer.AsSpan(0, read));
            while (lines.MoveNext())
            {
                if (lines.IsIntact && ViewedText.FromRecord(lines.Json) is { } view)
                    found(view);
                else
                    damaged++;
            }

            if (lines.Position == 0)
                break;

            position += lines.Position;
        }

        return (position, damaged);
    }
}
