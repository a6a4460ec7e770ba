using System.Globalization;

namespace FlixTube.Storage.Caching.Disk;

/// <summary>The folder of the second tier: <c>slices-1-LENGTH/</c> with 256 folders in it, used by one process at a time.</summary>
internal sealed class DiskFolder(string path, int sliceBytes) : IDisposable
{
    private const int Folders = 256;

    // The number is that of the format of the files.
    private readonly string _root = Path.GetFullPath(Path.Join(path, string.Create(CultureInfo.InvariantCulture, $"slices-1-{sliceBytes}")));
    private FileStream? _lock;
    private DriveInfo? _drive;

    public bool IsOpen => _lock is not null;

    /// <summary>How much of its disk may still be written, in bytes.</summary>
    public long FreeBytes => _drive!.AvailableFreeSpace;

    /// <summary>Takes the folder for this process, removes what a process that was killed left unfinished, and says what is there, oldest first.</summary>
    /// <exception cref="IOException">It cannot be created, or another process has it.</exception>
    public List<DiskSlice> Open()
    {
        Directory.CreateDirectory(_root);
        var taken = new FileStream(Path.Join(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            _drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(_root)! : _root);
            for (var folder = 0; folder < Folders; folder++)
                Directory.CreateDirectory(Path.Join(_root, NameOf(folder)));

            var found = Find();
            _lock = taken;
            return found;
        }
        finally
        {
            if (_lock is null)
                taken.Dispose();
        }
    }

    public string PathOf(DiskSlice slice) =>
        Path.Join(_root, NameOf((int)((uint)slice.Key.GetHashCode() % Folders)), SliceFile.NameOf(slice.Key, slice.Video));

    public void Delete(DiskSlice slice) => File.Delete(PathOf(slice));

    public void Dispose() => _lock?.Dispose();

    private List<DiskSlice> Find()
    {
        var found = new List<(DiskSlice Slice, DateTime Written)>();
        foreach (var file in new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.Name.EndsWith(SliceFile.Unfinished, StringComparison.Ordinal))
                file.Delete();
            else if (SliceFile.TryParseName(file.Name, out var key, out var video) && file.Length <= SliceFile.LengthOf(sliceBytes))
                found.Add((new DiskSlice(key, video, (int)file.Length), file.LastWriteTimeUtc));
        }

        return [.. found.OrderBy(static slice => KeptWord.IsAt(slice.Slice.Key)).ThenBy(static slice => slice.Written).Select(static slice => slice.Slice)];
    }

    private static string NameOf(int folder) => folder.ToString("x2", CultureInfo.InvariantCulture);
}
