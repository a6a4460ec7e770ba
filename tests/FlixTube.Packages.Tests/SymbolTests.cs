using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using FlixTube.Packages.Tests.Packing;

namespace FlixTube.Packages.Tests;

/// <summary>What a debugger finds: symbols of this very assembly, and from them every line of source.</summary>
internal sealed class SymbolTests
{
    // Portable PDB format: the kinds of custom debug information.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Symbols_are_those_of_the_assembly(string name)
    {
        var package = await PackedClones.PackageAsync(name);
        using var assembly = new PEReader([.. package.Assembly()]);
        using var symbols = MetadataReaderProvider.FromPortablePdbImage([.. package.Symbols()]);
        var debug = assembly.ReadDebugDirectory();
        var codeView = assembly.ReadCodeViewDebugDirectoryData(debug.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        var id = new BlobContentId(symbols.GetMetadataReader().DebugMetadataHeader!.Id);

        Assert.That(codeView.Guid, Is.EqualTo(id.Guid));
        Assert.That(codeView.Path, Does.Not.Contain((await PackedClones.FirstAsync()).Folder), "a path of the machine");
        Assert.That(debug.Select(entry => entry.Type), Has.Some.EqualTo(DebugDirectoryEntryType.Reproducible));
    }

    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Every_source_file_is_linked_to_the_commit_or_embedded(string name)
    {
        var clone = await PackedClones.FirstAsync();
        using var symbols = MetadataReaderProvider.FromPortablePdbImage([.. (await PackedClones.PackageAsync(name)).Symbols()]);
        var reader = symbols.GetMetadataReader();
        var links = JsonDocument.Parse(reader.GetBlobBytes(Information(reader, EntityHandle.ModuleDefinition, SourceLink).Single().Value));

        Assert.That(
            links.RootElement.GetProperty("documents").EnumerateObject().Select(link => (link.Name, link.Value.GetString())),
            Is.EqualTo(new[] { ("/_/*", $"https://raw.githubusercontent.com/flixtube/flixtube-storage/{await clone.CommitAsync()}/*") }));
        var sources = reader.Documents.Select(handle => (Path: reader.GetString(reader.GetDocument(handle).Name), Handle: handle)).ToList();
        Assert.That(sources, Is.Not.Empty);
        Assert.That(
            sources.Where(source => !IsCommitted(source.Path) && !Information(reader, source.Handle, EmbeddedSource).Any()).Select(source => source.Path),
            Is.Empty,
            "sources that a debugger cannot find");

        bool IsCommitted(string path) =>
            path.StartsWith("/_/src/", StringComparison.Ordinal)
            && !path.Contains("/obj/", StringComparison.Ordinal)
            && File.Exists(Path.Combine(clone.Folder, path["/_/".Length..]));
    }

    private static IEnumerable<CustomDebugInformation> Information(MetadataReader reader, EntityHandle of, Guid kind) =>
        reader.GetCustomDebugInformation(of).Select(reader.GetCustomDebugInformation).Where(information => reader.GetGuid(information.Kind) == kind);
}
