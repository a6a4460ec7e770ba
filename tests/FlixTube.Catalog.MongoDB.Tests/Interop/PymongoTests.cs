using FlixTube.Testing.Programs;

namespace FlixTube.Catalog.MongoDB.Tests.Interop;

/// <summary>MongoDB's own Python client works with the server of the tests, reads what the catalogue wrote and writes what it reads.</summary>
internal sealed class PymongoTests
{
    private const string Script = """
        import sys
        import bson, pymongo
        videos = pymongo.MongoClient(sys.argv[1])[sys.argv[2]].videos

        # What the catalogue wrote.
        ours = videos.find_one({'videoPath': 'ours.mp4'})
        assert isinstance(ours['_id'], bson.ObjectId), ours
        assert list(ours) == ['_id', 'videoPath', 'registeredAt', 'title', 'description', 'duration', 'tags', 'posterPath'], ours
        assert ours['title'] == 'Ours' and ours['duration'] == 83.456 and ours['tags'] == ['sea', 'sun'], ours
        assert ours['registeredAt'].year > 2000, ours

        # The indexes that it made.
        indexes = videos.index_information()
        assert indexes['videoPath_1']['unique'] and 'title_1_videoPath_1' in indexes, indexes
        try:
            videos.insert_one({'videoPath': 'ours.mp4'})
            raise AssertionError('a second document with the path')
        except pymongo.errors.DuplicateKeyError:
            pass

        # What it shall read: a document of the tutorial, and changes by others.
        videos.insert_one({'_id': bson.ObjectId('5d9e690ad76fe06a3d7ae416'), 'videoPath': 'theirs.mp4', 'views': 7, 'rating': {'stars': [1, 5]}})
        videos.insert_one({'_id': 'not an ObjectId', 'videoPath': 'other.mp4'})
        videos.insert_many([{'videoPath': 'many/%03d.mp4' % i} for i in range(300)])
        assert videos.find_one_and_update({'_id': ours['_id']}, {'$set': {'title': 'Theirs'}}, return_document=True)['title'] == 'Theirs'
        assert len(list(videos.find({}, batch_size=50))) == videos.count_documents({}) == 303
        assert videos.delete_one({'videoPath': 'many/007.mp4'}).deleted_count == 1
        print('agreed')
        """;

    [Test]
    public async Task It_agrees_with_the_catalogue_about_documents()
    {
        var server = await SharedServer.GetAsync();
        var options = Given.Options(server, Given.Database());
        using var catalog = new MongoVideoCatalog(options);
        var ours = await catalog.CreateAsync(Given.At("ours.mp4"), new()
        {
            Title = "Ours", Description = "…", Duration = TimeSpan.FromMilliseconds(83_456), Tags = ["sea", "sun"], PosterPath = Given.At("p.jpg"),
        });

        var output = await Command.OutputOfAsync("/usr/bin/python3", ["-c", Script, server.ConnectionString, options.Database]);
        Assert.That(output, Does.Contain("agreed"));

        var changed = (await catalog.FindAsync(ours.Id))!;
        Assert.That(changed.Details.Title, Is.EqualTo("Theirs"));
        Assert.That(changed.Version, Is.Not.EqualTo(ours.Version), "a change by others is a change");
        Assert.That(await catalog.CountAsync(), Is.EqualTo(301), "without the document that has no ObjectId");
        Assert.That(await catalog.FindByPathAsync(Given.At("other.mp4")), Is.Null);
        await Failures.FailsAsync(VideoCatalogError.AlreadyExists, () => catalog.CreateAsync(Given.At("other.mp4")));

        var theirs = (await catalog.FindAsync(Given.BookId))!;
        await catalog.UpdateAsync(theirs.Id, theirs.Version, new() { Title = "Now with a title" });
        var document = (await server.FindAsync(options.Database, options.Collection, $$"""{ "_id": { "$oid": "{{Given.BookId}}" } }""")).Single();
        Assert.That(document.GetProperty("views").GetInt32(), Is.EqualTo(7), "what the catalogue does not know is kept");
        Assert.That(document.GetProperty("rating").GetProperty("stars").GetArrayLength(), Is.EqualTo(2));
        Assert.That(document.GetProperty("title").GetString(), Is.EqualTo("Now with a title"));
    }
}
