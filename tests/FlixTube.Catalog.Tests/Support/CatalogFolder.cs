using System.Text.Json;
using FlixTube.Catalog.Files;
using FlixTube.Storage;
using FlixTube.Testing.Time;

namespace FlixTube.Catalog.Tests.Support;

/// <summary>A folder of its own for one test, with catalogues in it and a person's hand.</summary>
internal sealed class CatalogFolder : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("flixtube-catalog-").FullName;

    public string Root => Path.Combine(_parent, "catalog");

    public RecordingLogger<FileVideoCatalog> Log { get; } = new();

    public ManualTime Time { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>Each one knows only what is on disk, as after a restart.</summary>
    public FileVideoCatalog Open() => new(new() { Root = Root }, Time, Log);

    public string File(string name) => Path.Combine(Root, name);

    public string FileOf(VideoId id) => File($"{id}.json");

    public string[] FileNames() =>
        Directory.Exists(Root) ? [.. Directory.EnumerateFiles(Root).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Documents as a catalogue makes them, without the cost of making each last.</summary>
    public void Fill(IEnumerable<VideoPath> paths)
    {
        Directory.CreateDirectory(Root);
        foreach (var path in paths)
            System.IO.File.WriteAllBytes(FileOf(VideoId.ForPath(path)), JsonSerializer.SerializeToUtf8Bytes(new { path = path.Value }));
    }

    public void Put(string name, string text) => ByHand(() => System.IO.File.WriteAllText(File(name), text));

    public void Delete(string name) => ByHand(() => System.IO.File.Delete(File(name)));

    public void Dispose()
    {
        if (Directory.Exists(_parent))
            Directory.Delete(_parent, recursive: true);
    }

    // The time of a folder moves with the kernel's tick, a person later than that.
    private void ByHand(Action change)
    {
        Directory.CreateDirectory(Root);
        var before = Directory.GetLastWriteTimeUtc(Root);
        change();
        while (Directory.GetLastWriteTimeUtc(Root) == before)
        {
            System.IO.File.WriteAllText(File("touch"), "");
            System.IO.File.Delete(File("touch"));
        }
    }
}
