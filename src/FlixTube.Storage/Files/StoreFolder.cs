using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Files;

/// <summary>The root and the store's own folder in it, <c>.flixtube</c>, which holds everything but the videos in their natural places.</summary>
internal sealed partial class StoreFolder
{
    /// <summary>The first segment of a path that no video may have as its natural place.</summary>
    public const string ReservedName = ".flixtube";

    private readonly string _own;
    private readonly ILogger _logger;
    private volatile bool _prepared;

    /// <exception cref="VideoStoreException">The root neither exists nor can be created.</exception>
    public StoreFolder(string root, ILogger logger)
    {
        _logger = logger;
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _own = Path.Join(Root, ReservedName);
        Temporary = Path.Join(_own, "tmp");
        Properties = Path.Join(_own, "properties");
        Objects = Path.Join(_own, "objects");
        Locks = Path.Join(_own, "locks");

        try
        {
            Prepare();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!Directory.Exists(Root))
                throw new VideoStoreException(FileErrors.Translate(e, path: null).Error, $"The folder of videos '{Root}' cannot be created: {e.Message}", e);

            LogReadOnly(Root, e.Message);
        }
    }

    public string Root { get; }

    /// <summary>Files while they are written.</summary>
    public string Temporary { get; }

    /// <summary>Content types, hashes and metadata.</summary>
    public string Properties { get; }

    /// <summary>Videos that cannot have their natural place.</summary>
    public string Objects { get; }

    /// <summary>What writers in several processes lock.</summary>
    public string Locks { get; }

    /// <summary>Whether names that differ in case or normalization are one file here.</summary>
    public bool FoldsNames { get; private set; } = !OperatingSystem.IsLinux();

    /// <summary>Distinguishes a folder without a video from a folder that is not there, such as a disk that is not mounted.</summary>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.Unavailable"/>.</exception>
    public void EnsurePresent()
    {
        var sign = _prepared ? _own : Path.Join(Root, ".");
        if (FileEntry.At(sign).Kind == EntryKind.Directory)
            return;

        throw new VideoStoreException(
            VideoStoreError.Unavailable,
            $"The folder of videos '{Root}' is gone, or has lost its folder '{ReservedName}': mount or restore it, or start anew with an empty one.",
            new DirectoryNotFoundException($"There is no folder '{sign}'."));
    }

    /// <summary>Restores what may be missing of the store's own folder. Fails where a folder can only be read.</summary>
    public void EnsureWritable()
    {
        EnsurePresent();
        Prepare();
    }

    private void Prepare()
    {
        Directory.CreateDirectory(Root);
        foreach (var folder in (ReadOnlySpan<string>)[_own, Temporary, Properties, Objects, Locks])
        {
            if (FileEntry.At(folder).Kind == EntryKind.Other)
                throw new IOException($"'{folder}' is a link, which is not followed.");

            Directory.CreateDirectory(folder);
        }

        FoldsNames = Directory.Exists(Path.Join(Root, ReservedName.ToUpperInvariant()));
        _prepared = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of videos {Root} can only be read: {Reason}")]
    private partial void LogReadOnly(string root, string reason);
}
