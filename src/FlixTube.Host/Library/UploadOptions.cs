using System.ComponentModel.DataAnnotations;

namespace FlixTube.Host.Library;

/// <summary>Section <c>Upload</c>.</summary>
internal sealed class UploadOptions
{
    public const string Section = "Upload";

    /// <summary>The largest video that may be uploaded, in bytes, 0 or more; 64 GiB. A larger one is refused with 413.</summary>
    [Range(0, long.MaxValue)]
    public long MaxBytes { get; set; } = 64L << 30;
}
