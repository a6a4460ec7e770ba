using FlixTube.History.Views;
using FlixTube.History.Views.Files;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Tests.Views;

internal sealed class FileViewStoreTests : ViewStoreTests
{
    private TemporaryFolder _folder;

    [SetUp]
    public void Prepare() => _folder = new TemporaryFolder();

    [TearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public async Task A_torn_end_and_a_damaged_line_cost_no_other_view()
    {
        await Using(Open(), store => store.AddAsync([View(1), View(2), View(3)], default));
        var file = _folder.PathOf("views.log");
        var lines = await File.ReadAllLinesAsync(file);
        await File.WriteAllTextAsync(file, $"{lines[0]}\n{lines[1].Replace("a.mp4", "b.mp4", StringComparison.Ordinal)}\n{lines[2]}\n0123456789");

        await Using(Open(), async store =>
        {
            await store.AddAsync([View(4)], default);
            Assert.That(await AllAsync(store, new ViewQuery(100)), Is.EqualTo(new[] { View(4), View(3), View(1) }));
        });
        await Using(Open(), async store =>
            Assert.That(await AllAsync(store, new ViewQuery(100)), Is.EqualTo(new[] { View(4), View(3), View(1) })));
    }

    [Test]
    public void A_folder_that_cannot_be_used_is_said_in_a_sentence()
    {
        File.WriteAllText(_folder.PathOf("file"), "");
        var options = Options.Create(new ViewStoreOptions { File = { Root = _folder.PathOf("file", "history") } });

        Assert.That(
            () => new FileViewStore(options, NullLogger<FileViewStore>.Instance),
            Throws.InstanceOf<ViewStoreException>().With.Message.Contains("History:File:Root"));
    }

    [Test]
    public async Task A_folder_belongs_to_one_process() => await Using(Open(), _ =>
    {
        Assert.That(Open, Throws.InstanceOf<ViewStoreException>().With.Message.Contains("in use"));
        return Task.CompletedTask;
    });

    protected override IViewStore Open() => new FileViewStore(
        Options.Create(new ViewStoreOptions { File = { Root = _folder.FullPath } }), NullLogger<FileViewStore>.Instance);
}
