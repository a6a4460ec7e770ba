using System.Globalization;

namespace FlixTube.Host.Commands.Progress;

internal static class ByteText
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A number of bytes for people: <c>0 bytes</c>, <c>1.0 KiB</c>, <c>23.4 MiB</c>.</summary>
    public static string Of(double bytes)
    {
        var unit = 0;
        for (; bytes >= (unit == 0 ? 1024 : 1023.95) && unit < Units.Length - 1; unit++)
            bytes /= 1024;

        return string.Create(CultureInfo.InvariantCulture, $"{bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}");
    }
}
