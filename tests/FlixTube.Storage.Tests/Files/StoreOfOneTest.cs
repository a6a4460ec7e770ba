using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage.Files;

namespace FlixTube.Storage.Tests.Files;

/// <summary>A folder with a store over it that go away with the test.</summary>
internal sealed class StoreOfOneTest : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("flixtube-");

    public StoreOfOneTest()
    {
        Root = Path.Join(_parent.FullName, "videos");
        Store = Open();
    }

    public string Root { get; }

    /// <summary>A folder beside the root, for what must not be touched.</summary>
    public string Outside => _parent.FullName;

    public FileVideoStore Store { get; }

    public FileVideoStore Open(TimeProvider? time = null) => new(new FileStoreOptions { Root = Root }, time);

    public string FileOf(string path) => Path.Join(Root, path);

    /// <summary>Puts a file into the folder as a person would.</summary>
    public void Copy(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(path))!);
        File.WriteAllText(FileOf(path), content);
    }

    public Task<VideoProperties> WriteAsync(string path, string content, WriteOptions? options = null) =>
        Store.WriteAsync(VideoPath.Parse(path), new MemoryStream(Encoding.UTF8.GetBytes(content)), options);

    public async Task<string> ReadAsync(string path, ReadOptions options = default)
    {
        using var bytes = new MemoryStream();
        await Store.ReadToAsync(VideoPath.Parse(path), bytes, options);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public Task<VideoProperties?> FindAsync(string path) => Store.FindPropertiesAsync(VideoPath.Parse(path));

    public Task DeleteAsync(string path, DeleteOptions options = default) => Store.DeleteAsync(VideoPath.Parse(path), options);

    public async Task<string[]> ListAsync(string? prefix = null)
    {
        var paths = new List<string>();
        await foreach (var video in Store.ListAsync(prefix))
            paths.Add(video.Path.Value);

        return [.. paths];
    }

    /// <summary>All that is in the folder but empty folders of the store's own and its locks, relative to the root.</summary>
    public string[] Everything() =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(entry => Path.GetRelativePath(Root, entry))
            .Where(entry => !entry.StartsWith(".flixtube/locks/", StringComparison.Ordinal))
            .Where(entry => !(entry.StartsWith(".flixtube/properties/", StringComparison.Ordinal) && Directory.Exists(FileOf(entry))))
            .Where(entry => entry is not (".flixtube" or ".flixtube/tmp" or ".flixtube/properties" or ".flixtube/objects" or ".flixtube/locks"))
            .Order(StringComparer.Ordinal),
    ];

    public static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    public void Dispose() => _parent.Delete(recursive: true);
}
