using FlixTube.Storage.Copying;

namespace FlixTube.Host.Commands.Progress;

/// <summary>Says in one line how far the work has come.</summary>
internal static class ProgressText
{
    private const int ShortestBar = 10;
    private const int LongestBar = 40;

    /// <summary>A line for a log.</summary>
    public static string Line(TransferProgress progress, double bytesPerSecond) => string.Join(", ", Facts(progress, bytesPerSecond));

    /// <summary>A line with a bar that fits <paramref name="width"/> columns; what has no room is left out, the bar first.</summary>
    public static string Bar(TransferProgress progress, double bytesPerSecond, int width)
    {
        var share = progress.IsCounted ? Share(progress) : 0;
        var percent = progress.IsCounted ? $"{(int)(share * 100),3}%" : "  ?%";
        var facts = Facts(progress, bytesPerSecond).ToList();
        var room = Math.Min(width - Joined().Length - "  []".Length, LongestBar);
        if (room >= ShortestBar)
        {
            var filled = (int)(share * room);
            return Joined($"[{new string('#', filled)}{new string('.', room - filled)}]");
        }

        while (facts.Count > 0 && Joined().Length > width)
            facts.RemoveAt(facts.Count - 1);

        return Joined().Length <= width ? Joined() : "";

        string Joined(string? bar = null) => string.Join("  ", [percent, .. bar is null ? Array.Empty<string>() : [bar], .. facts]);
    }

    private static IEnumerable<string> Facts(TransferProgress progress, double bytesPerSecond)
    {
        yield return progress.IsCounted
            ? $"{ByteText.Of(progress.BytesDone)} of {ByteText.Of(progress.BytesTotal)}"
            : ByteText.Of(progress.BytesDone);
        yield return $"{ByteText.Of(bytesPerSecond)}/s";
        if (TimeLeft(progress, bytesPerSecond) is { } left)
            yield return $"{DurationText.Of(left)} left";

        yield return progress.IsCounted
            ? $"{progress.VideosDone} of {progress.VideosTotal} videos"
            : $"{progress.VideosDone} videos";
    }

    // What is done may exceed what was counted: videos come in while others are copied.
    private static double Share(TransferProgress progress) =>
        progress.BytesTotal > 0 ? Math.Clamp((double)progress.BytesDone / progress.BytesTotal, 0, 1) : 1;

    private static TimeSpan? TimeLeft(TransferProgress progress, double bytesPerSecond)
    {
        if (!progress.IsCounted || bytesPerSecond <= 0)
            return null;

        var seconds = Math.Max(0, progress.BytesTotal - progress.BytesDone) / bytesPerSecond;
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null;
    }
}
