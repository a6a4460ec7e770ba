using FlixTube.Storage.Conformance;
using FlixTube.Storage.Files;

namespace FlixTube.Storage.Tests.Files;

public sealed class FileVideoStoreConformance : VideoStoreConformance
{
    private StoreOfOneTest _folder = null!;

    protected override bool IsComplete => true;

    protected override Task<IVideoStore> CreateStoreAsync()
    {
        _folder = new();
        return Task.FromResult<IVideoStore>(_folder.Store);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    protected override async Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content)
    {
        var file = _folder.FileOf(name);
        var canBeFile = string.Equals(Path.GetRelativePath(_folder.Root, file), name, StringComparison.Ordinal)
            && !name.EndsWith('/')
            && !name.Contains('\0', StringComparison.Ordinal);
        if (!canBeFile)
            return false;

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content.ToArray());
        return true;
    }

    protected override async Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks)
    {
        var file = _folder.FileOf(path.Value);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = new FileStream(file, FileMode.Create);
        stream.SetLength(length);
        foreach (var (offset, value) in marks)
        {
            stream.Position = offset;
            stream.WriteByte(value);
        }

        return true;
    }

    protected override Task<IReadOnlyCollection<string>?> FindLeftoversAsync()
    {
        var temporary = Directory.GetFileSystemEntries(_folder.FileOf(".flixtube/tmp"));
        var empty = Directory.EnumerateDirectories(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(folder => !folder.Contains("/.flixtube/", StringComparison.Ordinal))
            .Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any());
        return Task.FromResult<IReadOnlyCollection<string>?>([.. temporary, .. empty]);
    }

    protected override int? OpenBodyCount =>
        OperatingSystem.IsLinux()
            ? new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos()
                .Count(handle => handle.LinkTarget?.StartsWith(_folder.Root, StringComparison.Ordinal) ?? false)
            : null;

    protected override Task<IVideoStore?> CreateUnreachableStoreAsync()
    {
        var root = Path.Join(_folder.Outside, "gone");
        var store = new FileVideoStore(new FileStoreOptions { Root = root });
        Directory.Delete(root, recursive: true);
        return Task.FromResult<IVideoStore?>(store);
    }
}
