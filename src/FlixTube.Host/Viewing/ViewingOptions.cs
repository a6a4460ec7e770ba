using System.ComponentModel.DataAnnotations;

namespace FlixTube.Host.Viewing;

/// <summary>Section <c>Viewed</c>: what counts as one view. Its subsections say whom views are told.</summary>
internal sealed class ViewingOptions
{
    public const string Section = "Viewed";

    /// <summary>
    /// How long after its last byte a play may still go on, 0 to 1 day; 5 minutes. A viewer who asks for the first byte of
    /// the same video again within this time is still watching it, as somebody who goes back to the start when the
    /// browser has already fetched the end.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PlayIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
