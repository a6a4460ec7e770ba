using System.Globalization;

namespace FlixTube.Host.Commands.Progress;

internal static class DurationText
{
    /// <summary>A time for people, to the second: <c>0:07</c>, <c>12:34</c>, <c>49:00:00</c>.</summary>
    public static string Of(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
