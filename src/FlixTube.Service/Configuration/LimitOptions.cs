using System.ComponentModel.DataAnnotations;

namespace FlixTube.Service.Configuration;

/// <summary>Section <c>Limits</c>: times that hold for the whole host. Streams have theirs in <c>Streaming</c>.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>How long an answer that is not a video may take, 1 second to 1 hour; 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long open streams and uploads may go on after a stop was asked for, 0 to 1 hour; 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);
}
