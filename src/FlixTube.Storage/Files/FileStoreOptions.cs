namespace FlixTube.Storage.Files;

/// <summary>The settings of a <see cref="FileVideoStore"/>: the section <c>VideoStorage:File</c> of configuration.</summary>
public sealed class FileStoreOptions
{
    /// <summary>
    /// The folder that holds the videos, absolute or relative to the current directory. It is created when it is missing.
    /// </summary>
    public string Root { get; set; } = "videos";
}
