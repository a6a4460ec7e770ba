using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    // In order of UTF-8: '-' and '.' come before '/', letters after; U+FF5E before the emoji, unlike in UTF-16.
    private static readonly string[] Ordered =
    [
        " a", "!", "%41", "+", "-", "0", "1", "10", "2", "A", "Z", "_", "a", "a b", "a!", "a-b", "a.mp4", "a/", "a0", "aa",
        "b", "é", "ア", "\ue000", "\uff5e", "\ufffd", "🎬", "\U0010ffff",
    ];

    private static IEnumerable<string> OrderedNames => Ordered.Select(n => n == "a/" ? "a/b" : n);

    [Test]
    [Description("ListPageAsync: in order of their UTF-8 bytes")]
    public async Task Listing_is_in_the_order_of_UTF8()
    {
        await PutAllAsync(OrderedNames.Reverse());

        Assert.That(await ListNamesAsync(), Is.EqualTo(OrderedNames));
    }

    [Test]
    [Description("ListPageAsync: in order of their UTF-8 bytes, also where folders meet names")]
    public async Task Listing_orders_folders_by_the_bytes_of_whole_paths()
    {
        string[] names = ["x", "x!/a", "x-/a", "x-a", "x.mp4", "x/a", "x/a-b", "x/a.b", "x/a/b", "x/a/b/c", "x/a0", "x0", "x0/a", "xa/a"];
        await PutAllAsync(names);

        Assert.That(await ListNamesAsync(), Is.EqualTo(names));
        Assert.That(await ListNamesAsync(prefix: null, pageSize: 1), Is.EqualTo(names));
        Assert.That(await ListNamesAsync("x/a"), Is.EqualTo(names[5..11]));
    }

    [TestCase("a", "a", "a b", "a/b", "a/b/c", "ab", "abc")]
    [TestCase("ab", "ab", "abc")]
    [TestCase("abc", "abc")]
    [TestCase("abcd")]
    [TestCase("a/", "a/b", "a/b/c")]
    [TestCase("a/b", "a/b", "a/b/c")]
    [TestCase("a/b/", "a/b/c")]
    [TestCase("a ", "a b")]
    [TestCase("A", "A")]
    [TestCase("b")]
    [TestCase("%", "%", "%41")]
    [TestCase("%41", "%41")]
    [TestCase("*", "*")]
    [TestCase("?", "?x")]
    [TestCase("[", "[x]")]
    [TestCase("_", "_")]
    [TestCase(".", ".x")]
    [TestCase("\u00e9", "\u00e9")]
    [TestCase("e", "e\u0301")]
    [TestCase("🎬", "🎬", "🎬🍿")]
    [TestCase("", "%", "%41", "*", ".x", "?x", "A", "[x]", "_", "a", "a b", "a/b", "a/b/c", "ab", "abc", "e\u0301", "\u00e9", "🎬", "🎬🍿")]
    [Description("ListOptions.Prefix: what the paths must begin with, character by character; it need not end at a /")]
    public async Task Listing_gives_the_videos_that_begin_with_the_prefix(string prefix, params string[] expected)
    {
        await PutAllAsync("%", "%41", "*", ".x", "?x", "A", "[x]", "_", "a", "a b", "a/b", "a/b/c", "ab", "abc", "e\u0301", "\u00e9", "🎬", "🎬🍿");

        Assert.That(await ListNamesAsync(prefix), Is.EqualTo(expected));
        Assert.That(await ListNamesAsync(prefix, pageSize: 2), Is.EqualTo(expected));
    }

    [TestCase("/", TestName = "Listing_of_a_slash_is_empty")]
    [TestCase("..", TestName = "Listing_of_two_dots_is_empty")]
    [TestCase("../", TestName = "Listing_of_two_dots_and_a_slash_is_empty")]
    [TestCase("./", TestName = "Listing_of_a_dot_and_a_slash_is_empty")]
    [TestCase("\\", TestName = "Listing_of_a_backslash_is_empty")]
    [TestCase("\0", TestName = "Listing_of_a_NUL_is_empty")]
    [TestCase("a//", TestName = "Listing_of_a_double_slash_is_empty")]
    [TestCase("a/../", TestName = "Listing_of_dots_within_is_empty")]
    [Description("ListOptions.Prefix: character by character: no video begins with what no path may hold")]
    public async Task Listing_of_a_prefix_that_no_video_can_have_is_empty(string text)
    {
        await PutAllAsync("a/b");

        Assert.That(await ListNamesAsync(text), Is.Empty);
        Assert.That((await ListAsync(text)).Select(v => v.Path), Is.All.Matches<VideoPath>(p => p.Value.StartsWith(text, StringComparison.Ordinal)));
    }

    [Test]
    [Description("ListOptions.Prefix: a prefix longer than any path begins none")]
    public async Task Listing_of_a_prefix_longer_than_any_path_is_empty() =>
        Assert.That(await ListAsync(new string('a', 2000)), Is.Empty);

    [TestCase(null)]
    [TestCase("")]
    [Description("ListOptions.Prefix: null or empty for all")]
    public async Task Listing_without_a_prefix_gives_every_video(string? prefix)
    {
        await PutAllAsync("a", "b/c");

        var all = (await ListAsync(prefix)).ConvertAll(v => v.Path);

        Assert.That(all, Is.SupersetOf(new[] { At("a"), At("b/c") }));
        Assert.That(all, Is.Ordered);
        Assert.That(all, Is.Unique);
    }

    [Test]
    [Description("VideoPage.NextPageToken: null on the last")]
    public async Task Listing_of_nothing_ends_with_an_empty_page() => Assert.That(await ListNamesAsync("nothing"), Is.Empty);

    [Test]
    [Description("VideoListItem: length, the same ETag as VideoProperties.ETag, last modified")]
    public async Task Listing_says_of_each_video_what_stat_says()
    {
        for (var i = 0; i < 5; i++)
            await PutAsync(At($"{i}"), TestContent.Of(i * 1000, seed: i));

        foreach (var video in await ListAsync(Prefix))
        {
            var stat = await Store.GetPropertiesAsync(video.Path);
            Assert.That((video.Length, video.ETag), Is.EqualTo((stat.Length, stat.ETag)));
            Assert.That(video.LastModified, Is.EqualTo(stat.LastModified).Within(ClockRounding));
            Assert.That(video.LastModified.Offset, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    [Description("IVideoStore: it must see what a finished write or delete of the same process did")]
    public async Task Listing_follows_each_write_and_delete()
    {
        await PutAllAsync("a", "b", "c");
        var replaced = await PutAsync(At("b"), TestContent.Of(77, seed: 7));
        await Store.DeleteAsync(At("c"));
        await PutAllAsync("d");

        var videos = await ListAsync(Prefix);

        Assert.That(videos.Select(v => v.Path), Is.EqualTo(new[] { At("a"), At("b"), At("d") }));
        Assert.That((videos[1].Length, videos[1].ETag), Is.EqualTo((77L, replaced.ETag)));
    }
}
