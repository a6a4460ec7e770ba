using FlixTube.Storage.Azure.Listing;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Azure.Tests.Listing;

internal sealed class Utf8ListingTests
{
    // Of every kind whose places in UTF-8 and UTF-16 differ, beside those whose do not; '\\' makes a name that is no path.
    private static readonly string[] Alphabet = ["a", "b", ".", "/", "\ud7ff", "\ue000", "\uff5e", "\ufffd", "😀", "🎬", "\U0010ffff", "\\"];

    private static Gen<string[]> Names =>
        from names in Gen.ArrayOf(from length in Gen.Choose(1, 4) from letters in Gen.ArrayOf(Gen.Elements(Alphabet), length) select string.Concat(letters))
        select names.Where(name => !name.Contains("//", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Pages_of_any_size_give_each_video_once_in_order_of_UTF8() =>
        Prop.ForAll(
            (from names in Names from size in Gen.Choose(1, 9) from service in Gen.Choose(1, 9) select (names, size, service)).ToArbitrary(),
            input => ListAll(input.names, input.size, input.service).SequenceEqual(Expected(input.names)));

    [Test]
    public async Task Ordinary_names_cost_one_request_of_the_same_size_for_each_page()
    {
        var service = new Utf16Service(Enumerable.Range(0, 100).Select(i => $"{i:d3}"), largestPage: 5000);

        await ListAsync(service, size: 10);

        Assert.That(service.Sizes, Is.EqualTo(Enumerable.Repeat(10, 10)));
    }

    [Test]
    public async Task Many_names_that_begin_with_emoji_are_looked_through_once_and_not_for_every_page()
    {
        var service = new Utf16Service(Enumerable.Range(0, 1000).Select(i => $"🎬{i:d4}"), largestPage: 5000);

        await ListAsync(service, size: 10);

        Assert.That(service.Sizes.Count(size => size > 10), Is.EqualTo(1));
        Assert.That(service.Sizes, Has.Count.LessThan(110));
    }

    [Test]
    public void A_token_of_another_prefix_is_refused()
    {
        var token = new PageToken("marker", VideoPath.Parse("folder/video")).ToString();

        Assert.That(PageToken.Parse(token, "folder/"), Is.EqualTo(new PageToken("marker", VideoPath.Parse("folder/video"))));
        Assert.That(() => PageToken.Parse(token, "other/"), Throws.ArgumentException);
    }

    private static IEnumerable<string> Expected(string[] names) =>
        names.Where(name => VideoPath.TryParse(name, out _)).Select(VideoPath.Parse).Order().Select(path => path.Value);

    private static List<string> ListAll(string[] names, int size, int servicePage) =>
        ListAsync(new Utf16Service(names, servicePage), size).GetAwaiter().GetResult();

    private static async Task<List<string>> ListAsync(Utf16Service service, int size)
    {
        var listing = new Utf8Listing(service.ListAsync);
        var listed = new List<string>();
        var token = PageToken.Start;
        for (var pages = 0; pages < 10_000; pages++)
        {
            var page = await listing.ListAsync(token, size, CancellationToken.None);
            Assert.That(page.Videos, Has.Count.LessThanOrEqualTo(size));
            listed.AddRange(page.Videos.Select(video => video.Path.Value));
            if (page.NextPageToken is null)
                return listed;

            token = PageToken.Parse(page.NextPageToken, prefix: "");
        }

        throw new AssertionException("The listing does not end.");
    }

    /// <summary>Lists as the service does.</summary>
    private sealed class Utf16Service(IEnumerable<string> names, int largestPage)
    {
        private readonly string[] _names = [.. names.Order(StringComparer.Ordinal)];

        public List<int> Sizes { get; } = [];

        public Task<ServicePage> ListAsync(string? marker, int size, CancellationToken cancellationToken)
        {
            Sizes.Add(size);
            var start = marker is null ? 0 : int.Parse(marker);
            var end = Math.Min(_names.Length, start + Math.Min(size, largestPage));
            return Task.FromResult(new ServicePage([.. _names[start..end].Select(Item)], end < _names.Length ? $"{end}" : null));
        }

        private static (string Name, VideoListItem? Video) Item(string name) =>
            (name, VideoPath.TryParse(name, out var path) ? new VideoListItem(path, 1, "etag", DateTimeOffset.UnixEpoch) : null);
    }
}
