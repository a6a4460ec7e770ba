using System.Text.Json.Nodes;
using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("IVideoCatalog: others may write to the same storage: an id and a path are enough")]
    public async Task Foreign_document_with_a_path_alone_is_an_entry()
    {
        var video = await PlantAsync([]);

        Assert.That((video.Id, video.Path, video.Details), Is.EqualTo((Chosen, Beach, CatalogDetails.None)));
        Assert.That(video.Version, Does.Match("^[A-Za-z0-9._-]{1,64}$"));
        await HoldsAsync(video);
        Assert.That(await Catalog.CountAsync(), Is.EqualTo(1));
        await FailsAsync(VideoCatalogError.AlreadyExists, () => Catalog.CreateAsync(Beach));
    }

    [Test]
    [Description("IVideoCatalog: others may write to the same storage: everything that they say")]
    public async Task Foreign_document_says_what_it_says()
    {
        var video = await PlantAsync(new()
        {
            ["title"] = Everything.Title,
            ["description"] = Everything.Description,
            ["duration"] = Everything.Duration!.Value.TotalSeconds,
            ["tags"] = new JsonArray([.. Everything.Tags.Select(tag => JsonValue.Create(tag))]),
            ["posterPath"] = Everything.PosterPath!.Value.Value,
        });

        Assert.That(video.Details, Is.EqualTo(Everything));
        await HoldsAsync(video);
        Assert.That(await SearchAsync(new() { TitlePrefix = "a day", Tag = "Sea" }), Is.EqualTo(new[] { Beach.Value }));
    }

    [TestCase("""{ "title": "" }""")]
    [TestCase("""{ "title": 5 }""")]
    [TestCase("""{ "title": null }""")]
    [TestCase("""{ "title": { "en": "x" } }""")]
    [TestCase("""{ "title": "a\u0007b" }""")]
    [TestCase("""{ "description": [] }""")]
    [TestCase("""{ "duration": -1 }""")]
    [TestCase("""{ "duration": 1e300 }""")]
    [TestCase("""{ "duration": "long" }""")]
    [TestCase("""{ "tags": "summer" }""")]
    [TestCase("""{ "tags": { "0": "summer" } }""")]
    [TestCase("""{ "tags": [] }""")]
    [TestCase("""{ "tags": [5, null, "", { }] }""")]
    [TestCase("""{ "posterPath": "/absolute" }""")]
    [TestCase("""{ "posterPath": 7 }""")]
    [Description("IVideoCatalog: what breaks a rule of CatalogDetails must be taken as not said")]
    public async Task Foreign_document_that_breaks_a_rule_says_nothing_there(string fields)
    {
        var video = await PlantAsync(JsonNode.Parse(fields)!.AsObject());

        Assert.That(video.Details, Is.EqualTo(CatalogDetails.None));
        await HoldsAsync(video);
        var after = await Catalog.UpdateAsync(video.Id, video.Version, Everything);
        await HoldsAsync(after);
    }

    [Test]
    [Description("CatalogDetails.OfDocument: tags that break a rule, come twice or are too many are left out one by one")]
    public async Task Foreign_tags_that_break_a_rule_are_left_out_one_by_one()
    {
        var video = await PlantAsync(new() { ["tags"] = new JsonArray("a", "", "b", 5, "a", null, new string('x', 101), "c") });

        Assert.That(video.Details.Tags, Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    [Description("IVideoCatalog: what of an entry the catalogue does not know must be kept by an update")]
    public async Task Foreign_fields_are_kept_by_an_update()
    {
        var more = JsonNode.Parse("""{ "rating": 4.5, "owner": { "name": "Ann", "ids": [1, "two", null, true] }, "title": "old" }""")!.AsObject();
        var video = await PlantAsync(more);
        Require(await ReadDocumentAsync(Chosen) is not null, nameof(ReadDocumentAsync));

        video = await Catalog.UpdateAsync(video.Id, video.Version, Everything);
        await Catalog.UpdateAsync(video.Id, video.Version, CatalogDetails.None);

        var document = (await ReadDocumentAsync(Chosen))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document["rating"]?.GetValue<double>(), Is.EqualTo(4.5));
            Assert.That(document["owner"]?.ToJsonString(), Is.EqualTo(more["owner"]!.ToJsonString()));
            Assert.That(document["title"], Is.Null);
        }
    }

    [Test]
    [Description("UpdateAsync: of an entry that another hand made")]
    public async Task Foreign_document_is_changed_under_its_version_like_any_other()
    {
        var video = await PlantAsync([]);
        var after = await Catalog.UpdateAsync(video.Id, video.Version, Everything);

        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.UpdateAsync(video.Id, video.Version, CatalogDetails.None));
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.RemoveAsync(video.Id, video.Version));
        await HoldsAsync(after);
        Assert.That((after.Path, after.RegisteredAt), Is.EqualTo((video.Path, video.RegisteredAt)));
        Assert.That(await Catalog.RemoveAsync(after.Id, after.Version), Is.True);
        await AbsentAsync(Chosen, Beach);
    }

    [Test]
    [Description("UpdateAsync: the first of several at once, of an entry that has no version of the catalogue's making")]
    public async Task Foreign_document_is_changed_by_one_of_several_at_once()
    {
        var video = await PlantAsync([]);

        var results = await RaceAsync(
            i => Catalog.UpdateAsync(video.Id, video.Version, new() { Title = $"{i}" }), VideoCatalogError.VersionConflict);

        Assert.That(results, Has.Count.EqualTo(1));
        await HoldsAsync(results[0]);
    }

    [TestCase("/absolute")]
    [TestCase("a//b")]
    [TestCase("")]
    [TestCase("../a")]
    [Description("IVideoCatalog: what has no valid id and path must be passed over")]
    public async Task Foreign_document_without_a_valid_path_is_passed_over(string path)
    {
        await CreateAllAsync("a", "b", "c");
        Require(await TryPlantAsync(Chosen, path, []), nameof(TryPlantAsync));

        Assert.That(await Catalog.FindAsync(Chosen), Is.Null);
        foreach (var order in Enum.GetValues<CatalogOrder>())
        {
            Assert.That(await ListPathsAsync(new() { Order = order }), Is.EquivalentTo(new[] { "a", "b", "c" }));
            Assert.That(await ListPathsAsync(new() { Order = order, PageSize = 1 }), Is.EquivalentTo(new[] { "a", "b", "c" }));
        }
    }

    [Test]
    [Description("ListPageAsync: entries that do not say when they were registered, or what they are called, are listed once too")]
    public async Task Foreign_documents_are_listed_once_among_others([Values] CatalogOrder order, [Values(1, 2, 1000)] int pageSize)
    {
        await CreateTitledAsync("a", "m");
        Require(await TryPlantAsync(Id("000000000000000000000001"), "b", []), nameof(TryPlantAsync));
        await TryPlantAsync(Id("000000000000000000000002"), "c", new() { ["title"] = "n" });
        await TryPlantAsync(Id("000000000000000000000003"), "d", []);
        await CreateAsync("e");

        var listed = await ListAsync(new() { Order = order, PageSize = pageSize });

        Assert.That(listed.Select(v => v.Path.Value), Is.Unique.And.EquivalentTo(new[] { "a", "b", "c", "d", "e" }));
        if (order == CatalogOrder.Title)
            Assert.That(listed.Select(v => v.Path.Value), Is.EqualTo(new[] { "b", "d", "e", "a", "c" }));
        if (order == CatalogOrder.Newest)
        {
            Assert.That(
                listed.Select(v => v.Path.Value),
                Is.EqualTo(listed.OrderByDescending(v => v.RegisteredAt ?? DateTimeOffset.MinValue).ThenBy(v => v.Path).Select(v => v.Path.Value)));
        }
    }

    private async Task<CatalogVideo> PlantAsync(JsonObject fields)
    {
        Require(await TryPlantAsync(Chosen, Beach.Value, fields.DeepClone().AsObject()), nameof(TryPlantAsync));
        var video = await Catalog.FindAsync(Chosen);
        Assert.That(video, Is.Not.Null);
        return video!;
    }
}
