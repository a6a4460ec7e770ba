namespace FlixTube.Storage.Http.Tests.Support;

/// <summary>The folder of a gateway's videos, touched by another hand.</summary>
internal sealed class VideoFolder(string root)
{
    public async Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content)
    {
        var file = FileOf(name);
        var canBeFile = string.Equals(Path.GetRelativePath(root, file), name, StringComparison.Ordinal)
            && !name.EndsWith('/')
            && !name.Contains('\0', StringComparison.Ordinal);
        if (!canBeFile)
            return false;

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content.ToArray());
        return true;
    }

    public async Task<bool> PlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks)
    {
        var file = FileOf(path.Value);
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

    public IReadOnlyCollection<string> FindLeftovers()
    {
        var temporary = FileOf(".flixtube/tmp");
        return Directory.Exists(temporary) ? Directory.GetFileSystemEntries(temporary) : [];
    }

    private string FileOf(string name) => Path.GetFullPath(Path.Join(root, name));
}
