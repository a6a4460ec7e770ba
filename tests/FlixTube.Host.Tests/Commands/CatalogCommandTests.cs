using FlixTube.Catalog;
using FlixTube.Catalog.Files;
using FlixTube.Storage;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Commands;

internal sealed class CatalogCommandTests
{
    [Test]
    public async Task A_check_lists_what_disagrees_and_repairs_it_on_request()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string>
        {
            ["VideoStorage:File:Root"] = Path.Combine(folder.FullPath, "videos"),
            ["Catalog:File:Root"] = Path.Combine(folder.FullPath, "catalog"),
        };
        Directory.CreateDirectory(settings["VideoStorage:File:Root"]);
        await File.WriteAllBytesAsync(Path.Combine(settings["VideoStorage:File:Root"], "new.mp4"), new byte[3]);
        var catalog = new FileVideoCatalog(new() { Root = settings["Catalog:File:Root"] });
        var gone = await catalog.CreateAsync(VideoPath.Parse("gone.mp4"), new() { Title = "Gone" });
        var id = VideoId.ForPath(VideoPath.Parse("new.mp4"));

        var check = await CommandTest.RunAsync(folder, settings, "catalog", "check");
        Assert.That((check.ExitCode, check.Output), Is.EqualTo((2,
            $"dangling gone.mp4 ({gone.Id}, \"Gone\")\nunregistered new.mp4\ndone: 1 dangling entries, 1 unregistered videos, 0 repaired")));

        var repair = await CommandTest.RunAsync(folder, settings, "catalog", "check", "--repair");
        Assert.That((repair.ExitCode, repair.Output), Is.EqualTo((0,
            $"removed gone.mp4 ({gone.Id}, \"Gone\")\nregistered new.mp4 ({id})\ndone: 1 dangling entries, 1 unregistered videos, 2 repaired")));

        var again = await CommandTest.RunAsync(folder, settings, "catalog", "check");
        Assert.That((again.ExitCode, again.Output), Is.EqualTo((0, "done: 0 dangling entries, 0 unregistered videos, 0 repaired")));
    }
}
