namespace FlixTube.Storage.Files;

/// <summary>A video where it is now.</summary>
internal readonly record struct PlacedVideo(string File, FileVersion Version);

/// <summary>
/// Where a video's bytes are. The natural place is the file of the same relative path, so that people can put videos
/// into the folder and find them there; a video whose natural place is impossible, or taken by something that is no
/// video, is among the objects. When a video is in both, the natural one counts.
/// </summary>
internal sealed class VideoPlaces(StoreFolder folder)
{
    /// <summary>Finds the version that counts.</summary>
    public PlacedVideo? Find(VideoPath path)
    {
        var entry = LookNatural(path);
        return entry.Kind == EntryKind.File ? new(Natural(path), entry.Version) : FindObject(path);
    }

    /// <summary>Finds the version among the objects, which counts only when there is none in the natural place.</summary>
    public PlacedVideo? FindObject(VideoPath path)
    {
        var name = EscapedName.Encode(path);
        var entry = Look(folder.Objects, name, exactNames: false);
        return entry.Kind == EntryKind.File ? new(Path.Join(folder.Objects, name), entry.Version) : null;
    }

    /// <summary>The file for a video that is nowhere yet.</summary>
    /// <param name="path">The video's path.</param>
    /// <param name="avoidNatural">Whether the natural place has been found impossible.</param>
    public string Free(VideoPath path, bool avoidNatural)
    {
        var natural = !avoidNatural
            && NaturalNames.CanBeWritten(path, folder.FoldsNames)
            && LookNatural(path).Kind == EntryKind.Missing;
        return natural ? Natural(path) : Path.Join(folder.Objects, EscapedName.Encode(path));
    }

    /// <summary>Whether the natural place of a path is a folder, reached through no link.</summary>
    public bool IsFolder(VideoPath path) => LookNatural(path).Kind == EntryKind.Directory;

    /// <summary>The folder that a place is below of and that is always there.</summary>
    public string RootOf(string place) =>
        place.StartsWith(folder.Objects, StringComparison.Ordinal) ? folder.Objects : folder.Root;

    private string Natural(VideoPath path) => Path.Join(folder.Root, path.Value);

    private FileEntry LookNatural(VideoPath path) =>
        NaturalNames.CanBeRead(path, folder.FoldsNames)
            ? Look(folder.Root, path.Value, folder.FoldsNames)
            : new(EntryKind.Other, default);

    // Every folder on the way is looked at, because the operating system would follow those that are links.
    private static FileEntry Look(string root, string relativePath, bool exactNames)
    {
        var parent = root;
        FileEntry entry = default;
        foreach (var segment in relativePath.AsSpan().Split('/'))
        {
            var current = Path.Join(root, relativePath.AsSpan(0, segment.End.Value));
            var isLast = segment.End.Value == relativePath.Length;
            entry = FileEntry.At(current);
            if (entry.Kind == EntryKind.Missing)
                return entry;

            if ((!isLast && entry.Kind != EntryKind.Directory) || (exactNames && !HasExactName(parent, current)))
                return new(EntryKind.Other, default);

            parent = current;
        }

        return entry;
    }

    private static bool HasExactName(string parent, string file) =>
        Directory.EnumerateFileSystemEntries(parent).Contains(file, StringComparer.Ordinal);
}
