using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>The host as a container: without a build of the image, by what is built already; and the image itself.</summary>
internal sealed class ContainerTests
{
    [Test]
    public async Task The_host_runs_as_its_image_says_without_rights_or_a_shell_on_a_root_that_cannot_be_written()
    {
        using var folder = new TemporaryFolder();
        var root = folder.PathOf("root");
        MachineRoot.Make(root);
        await ContainerProof.RunAsync(new ContainerRoot(root, ImageConfig.OfDockerfile()));
    }

    [Test, Category("Soak")]
    public async Task An_image_is_built_and_plays_switches_and_stops_without_cutting_a_stream()
    {
        using var images = await ImageStore.WithBasesAsync();
        await images.BuildAsync("host");
        var root = await images.MountAsync("host");

        var bill = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(root, "app", "sbom.cdx.json")));
        var packages = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(root, "app", "FlixTube.Host.deps.json"))).At("libraries").Map()
            .Where(static library => library.Value.TextAt("type") == "package").Select(static library => $"pkg:nuget/{library.Key.Replace('/', '@')}");
        var named = bill.At("components").List().Select(static component => component.TextAt("purl")).ToList();
        Assert.That(named, Is.SupersetOf(packages));
        Assert.That(named, Has.Some.StartsWith("pkg:deb/libmongoc-1.0-0@"));

        var firstByte = await ContainerProof.RunAsync(new ContainerRoot(root, ImageConfig.Of(await images.InspectAsync("host"))));
        await TestContext.Out.WriteLineAsync($"The first byte of a video was there {firstByte.TotalMilliseconds:0} ms after the start. {await images.SizesAsync()}");

        var started = await Command.RunAsync("unshare", ["--mount", "sh", "-c", MongoStart, "sh", root]);
        Assert.That(started.Transcript, Does.Not.Contain("libmongoc is not installed"));

        await images.BuildAsync("history");
        await HistoryProof.RunAsync(new ContainerRoot(await images.MountAsync("history"), ImageConfig.Of(await images.InspectAsync("history"))));
    }

    // With nobody at the address: what matters is that the library loads.
    private const string MongoStart = """
        mkdir -p "$1/proc" && mount --rbind /proc "$1/proc" && mount --bind "$(mktemp -d)" "$1/tmp"
        Catalog__Provider=mongodb Catalog__MongoDB__ConnectionString=mongodb://127.0.0.1:9 PORT=0 timeout 5 chroot "$1" /usr/bin/dotnet /app/FlixTube.Host.dll
        """;
}
