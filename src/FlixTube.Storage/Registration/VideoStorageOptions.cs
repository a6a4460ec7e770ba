namespace FlixTube.Storage;

/// <summary>The section <c>VideoStorage</c> of configuration, without the sections of the providers.</summary>
public sealed class VideoStorageOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "VideoStorage";

    /// <summary>Which provider serves: the <see cref="IVideoStoreProvider.Name"/> of one that is registered, <c>file</c> by default.</summary>
    public string Provider { get; set; } = "file";
}
