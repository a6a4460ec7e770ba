using FlixTube.Storage.Copying;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Tests.Copying;

internal sealed class StoreListingTests
{
    // Characters whose order differs between UTF-8 and UTF-16, and such as stand around the separator.
    private static readonly string[] Letters = ["a", "b", "-", "0", "é", "\uFF21", "\U0001F600"];

    private static readonly Gen<VideoPath[]> Listings =
        Gen.Elements(Letters).NonEmptyListOf().Select(letters => VideoPath.Parse(string.Concat(letters.Take(3)))).ArrayOf().Select(paths => paths.Distinct().Order().ToArray());

    [FsCheck.NUnit.Property]
    public Property Each_video_of_the_source_comes_once_in_order_and_is_matched_by_its_path() =>
        Prop.ForAll(Listings.ToArbitrary(), Listings.ToArbitrary(), (source, target) =>
        {
            var matched = MatchAsync(source, target).GetAwaiter().GetResult();
            return matched.Select(pair => pair.Path).SequenceEqual(source) && matched.All(pair => pair.IsThere == target.Contains(pair.Path));
        });

    private static async Task<List<(VideoPath Path, bool IsThere)>> MatchAsync(VideoPath[] source, VideoPath[] target)
    {
        var pairs = new List<(VideoPath, bool)>();
        await foreach (var (video, isThere) in StoreListing.MatchAsync(ListingAsync(source), ListingAsync(target), CancellationToken.None))
            pairs.Add((video.Path, isThere));

        return pairs;
    }

    private static async IAsyncEnumerable<VideoListItem> ListingAsync(VideoPath[] paths)
    {
        foreach (var path in paths)
        {
            await Task.Yield();
            yield return new VideoListItem(path, 0, "etag", DateTimeOffset.UnixEpoch);
        }
    }
}
