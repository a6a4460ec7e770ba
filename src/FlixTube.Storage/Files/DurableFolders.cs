using System.Runtime.Versioning;

namespace FlixTube.Storage.Files;

/// <summary>Folders that come and go with the files in them, while other writers do the same.</summary>
internal static class DurableFolders
{
    // Another writer may remove a folder between its creation here and its use, as often as there are writers.
    private const int Attempts = 100;

    /// <summary>
    /// Moves a finished file to its place in one step, with the folders that it needs, so that it is there or not
    /// whatever happens: also a loss of power.
    /// </summary>
    /// <param name="file">The file, in the same file system.</param>
    /// <param name="place">Where it belongs.</param>
    /// <param name="root">The folder that is there already, above <paramref name="place"/>.</param>
    /// <param name="replace">Whether a file that is there gives way.</param>
    /// <returns><c>false</c> when a file is there and must not be replaced.</returns>
    public static bool Place(string file, string place, string root, bool replace)
    {
        var parent = Path.GetDirectoryName(place)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Create(parent, root);
                if (!Move(file, place, replace))
                    return false;

                Flush(parent);
                return true;
            }
            catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException
                && attempt < Attempts && File.Exists(file) && Directory.Exists(root))
            {
                // The folder went away: create it again.
            }
        }
    }

    /// <summary>Removes a folder and those above it, up to but not including <paramref name="root"/>, as long as they are empty.</summary>
    public static void RemoveEmpty(string folder, string root)
    {
        try
        {
            for (; folder.Length > root.Length && FileEntry.At(folder).Kind == EntryKind.Directory; folder = Path.GetDirectoryName(folder)!)
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is not empty, or somebody uses it: it stays.
        }
    }

    /// <summary>Makes the names in a folder survive a loss of power, where the operating system needs to be told.</summary>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsWindows())
            UnixCalls.FlushDirectory(folder);
    }

    private static void Create(string folder, string root)
    {
        if (folder.Length <= root.Length)
            return;

        switch (FileEntry.At(folder).Kind)
        {
            case EntryKind.Directory:
                return;
            case EntryKind.Missing:
                var parent = Path.GetDirectoryName(folder)!;
                Create(parent, root);
                Directory.CreateDirectory(folder);
                Flush(parent);
                return;
            default:
                throw new IOException($"'{folder}' is not a folder.");
        }
    }

    private static bool Move(string file, string place, bool replace)
    {
        if (OperatingSystem.IsWindows())
            return MoveOnWindows(file, place, replace);

        if (replace)
            return Rename(file, place);

        switch (UnixCalls.Link(file, place))
        {
            case 0:
                File.Delete(file);
                return true;
            case UnixErrors.Exists:
                return false;
            case var error when UnixErrors.MeansNoHardLinks(error):
                // exFAT and some network shares: the lock that the writer holds is all there is.
                return FileEntry.At(place).Kind == EntryKind.Missing && Rename(file, place);
            case var error:
                throw UnixErrors.ToException(error, place);
        }
    }

    // File.Move is not one step on Unix: it copies to another file system, and only looks whether the name is free.
    [UnsupportedOSPlatform("windows")]
    private static bool Rename(string file, string place)
    {
        var error = UnixCalls.Rename(file, place);
        return error == 0 ? true : throw UnixErrors.ToException(error, place);
    }

    private static bool MoveOnWindows(string file, string place, bool replace)
    {
        try
        {
            File.Move(file, place, replace);
            return true;
        }
        catch (IOException) when (!replace && FileEntry.At(place).Kind != EntryKind.Missing)
        {
            return false;
        }
    }
}
