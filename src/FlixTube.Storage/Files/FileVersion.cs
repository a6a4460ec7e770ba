using System.Globalization;

namespace FlixTube.Storage.Files;

/// <summary>
/// One version of a video: its length and the modification time of its file, in ticks of 100 ns (UTC). The store gives
/// every file that it writes a time of its own, so that two versions never agree in both.
/// </summary>
internal readonly record struct FileVersion(long Length, long Ticks)
{
    /// <summary>The validator, and the part of a file name that stands for the version.</summary>
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"{Length:x}-{Ticks:x}");

    public DateTimeOffset LastModified =>
        new(Math.Clamp(Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
