using System.Globalization;

namespace FlixTube.Testing.Settings;

/// <summary>Values as configuration has them.</summary>
internal static class SettingText
{
    /// <summary>Such as <c>00:00:01.5</c>.</summary>
    public static string Of(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }
}
