using System.IO.Compression;
using System.Xml.Linq;

namespace FlixTube.Packages.Tests.Packing;

/// <summary>A package and its symbols, as files that users get.</summary>
internal sealed class Package(string folder, string name, string version)
{
    public string Name => name;

    /// <summary>What the package says about itself, without namespaces: the element <c>metadata</c>.</summary>
    public XElement Metadata()
    {
        var document = XDocument.Parse(System.Text.Encoding.UTF8.GetString(Content($"{name}.nuspec")).TrimStart('\uFEFF'));
        foreach (var element in document.Descendants())
            element.Name = element.Name.LocalName;
        return document.Root!.Element("metadata")!;
    }

    /// <summary>The names of all files in the package.</summary>
    public IReadOnlyList<string> Files() => Entries("nupkg");

    /// <summary>The names of all files in the package of symbols.</summary>
    public IReadOnlyList<string> SymbolFiles() => Entries("snupkg");

    public byte[] Content(string file) => Read("nupkg", file);

    public byte[] Symbols() => Read("snupkg", $"lib/net10.0/{name}.pdb");

    public byte[] Assembly() => Content($"lib/net10.0/{name}.dll");

    /// <summary>Every file of both packages with its bytes.</summary>
    public IEnumerable<(string File, byte[] Content)> Everything() =>
        from extension in new[] { "nupkg", "snupkg" }
        from file in Entries(extension)
        select ($"{extension}/{file}", Read(extension, file));

    private string[] Entries(string extension)
    {
        using var archive = Open(extension);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    private byte[] Read(string extension, string file)
    {
        using var archive = Open(extension);
        using var content = archive.GetEntry(file)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private ZipArchive Open(string extension) => ZipFile.OpenRead(Path.Combine(folder, $"{name}.{version}.{extension}"));
}
