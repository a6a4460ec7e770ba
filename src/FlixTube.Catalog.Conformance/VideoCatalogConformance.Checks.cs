using System.Diagnostics.CodeAnalysis;
using FlixTube.Storage;
using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    private const int MostPages = 10_000;

    private static readonly VideoPath Beach = At("holiday/beach.mp4");

    private static readonly VideoId Chosen = Id("5d9e690ad76fe06a3d7ae416");

    /// <summary>An entry that is not there.</summary>
    private static readonly CatalogVideo Nothing = new() { Id = Chosen, Path = Beach, Version = "1" };

    private static readonly CatalogDetails Everything = new()
    {
        Title = "A day at the beach",
        Description = "Sand,\nsun\tand \"waves\" 🌊",
        Duration = TimeSpan.FromMilliseconds(83_456),
        Tags = ["summer", "Sea", "日本"],
        PosterPath = VideoPath.Parse("posters/beach #1.jpg"),
    };

    private static VideoPath At(string name) => VideoPath.Parse(name);

    private static VideoId Id(string digits) =>
        VideoId.TryParse(digits, out var id) ? id : throw new ArgumentException($"'{digits}' is no id.", nameof(digits));

    private Task<CatalogVideo> CreateAsync(string path, CatalogDetails? details = null) => Catalog.CreateAsync(At(path), details);

    private Task<CatalogVideo> CreateTitledAsync(string path, string title) => CreateAsync(path, new() { Title = title });

    private async Task CreateAllAsync(params IEnumerable<string> paths)
    {
        foreach (var path in paths)
            await CreateAsync(path);
    }

    /// <summary>Makes entries that were registered at different times, the first one first.</summary>
    private async Task<List<CatalogVideo>> CreateOneAfterTheOtherAsync(params IEnumerable<string> paths)
    {
        var videos = new List<CatalogVideo>();
        foreach (var path in paths)
        {
            var last = videos.Count > 0 ? videos[^1].RegisteredAt!.Value : DateTimeOffset.MinValue;
            SpinWait.SpinUntil(() => DateTimeOffset.UtcNow >= last.AddMilliseconds(1), CallLimit);
            videos.Add(await CreateAsync(path));
        }

        return videos;
    }

    /// <summary>Asserts that the entry is exactly <paramref name="video"/>, by id, by path and in the listing.</summary>
    private async Task HoldsAsync(CatalogVideo video, IVideoCatalog? catalog = null)
    {
        catalog ??= Catalog;
        var byId = await catalog.FindAsync(video.Id);
        var byPath = await catalog.FindByPathAsync(video.Path);
        var listed = await ListAsync(catalog: catalog);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(byId, Is.EqualTo(video), "by id");
            Assert.That(byPath, Is.EqualTo(video), "by path");
            Assert.That(listed.Where(v => v.Id == video.Id || v.Path == video.Path), Is.EqualTo(new[] { video }), "listed");
        }
    }

    /// <summary>Asserts that there is no such entry, by id, by path and in the listing.</summary>
    private async Task AbsentAsync(VideoId id, VideoPath path)
    {
        var byId = await Catalog.FindAsync(id);
        var byPath = await Catalog.FindByPathAsync(path);
        var listed = await ListAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(byId, Is.Null, "by id");
            Assert.That(byPath, Is.Null, "by path");
            Assert.That(listed.Where(v => v.Id == id || v.Path == path), Is.Empty, "listed");
        }
    }

    /// <summary>Asserts that <paramref name="call"/> fails as the contract wants it, in every respect.</summary>
    private async Task<VideoCatalogException> FailsAsync(VideoCatalogError error, Func<Task> call)
    {
        var failure = await CaughtAsync(call);
        Assert.That(failure, Is.TypeOf<VideoCatalogException>());
        var refusal = (VideoCatalogException)failure!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Error, Is.EqualTo(error), refusal.ToString);
            Assert.That(refusal.Message, Is.Not.Empty);
            Assert.That(refusal.Persistence, Is.EqualTo(new VideoCatalogException(error, "").Persistence), "persistence");
            AssertTellsNoSecret(refusal);
        }

        return refusal;
    }

    private void AssertTellsNoSecret(Exception failure)
    {
        foreach (var secret in Secrets)
        {
            for (var cause = failure; cause is not null; cause = cause.InnerException)
                Assert.That(cause.Message, Does.Not.Contain(secret), "a secret is told");
        }
    }

    private static async Task<Exception?> CaughtAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception e) when (e is not ResultStateException)
        {
            return e;
        }
    }

    private static void Require([DoesNotReturnIf(false)] bool available, string hook)
    {
        if (!available)
            Assert.Ignore($"The fixture gives no {hook}.");
    }

    private async Task<IVideoCatalog> RequireReopenedAsync()
    {
        var other = await ReopenAsync();
        Require(other is not null, nameof(ReopenAsync));
        return Bounded(other);
    }

    private async Task<List<CatalogVideo>> ListAsync(
        CatalogQuery query = default, Func<CatalogPage, Task>? afterEachPage = null, IVideoCatalog? catalog = null)
    {
        var videos = new List<CatalogVideo>();
        var pages = 0;
        do
        {
            Assert.That(++pages, Is.LessThan(MostPages), "the listing does not end");
            var page = await (catalog ?? Catalog).ListPageAsync(query);
            Assert.That(page.Videos, Has.Count.LessThanOrEqualTo(query.PageSize), "entries in a page");
            videos.AddRange(page.Videos);
            if (afterEachPage is not null)
                await afterEachPage(page);

            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken is not null);

        return videos;
    }

    private async Task<string[]> ListPathsAsync(CatalogQuery query = default) => [.. (await ListAsync(query)).Select(v => v.Path.Value)];

    private Task<string[]> SearchAsync(CatalogFilter filter, int pageSize = CatalogQuery.MaxPageSize) =>
        ListPathsAsync(new() { Filter = filter, PageSize = pageSize });
}
