namespace FlixTube.Storage.Azure.Listing;

/// <summary>
/// Lists in order of UTF-8 what a service lists in order of UTF-16, in the memory of one page of each.
/// </summary>
/// <remarks>
/// The orders differ in one place: where two names part, UTF-16 has the halves of surrogate pairs (U+10000 and up) before
/// U+E000 to U+FFFF, and UTF-8 has them after. So a page of names that have neither is one page of the service. At a
/// name that goes on with a surrogate where no name before did, all that begins like it is looked through for what has
/// to come first; and what was passed over so is looked through again when its turn comes.
/// </remarks>
/// <param name="list">Gives the service's page from a marker (<c>null</c> for the first), of at most so many names.</param>
internal sealed class Utf8Listing(Func<string?, int, CancellationToken, Task<ServicePage>> list)
{
    // The service's own limit: what is only looked through comes in pages as large as can be.
    private const int LargestServicePage = 5000;

    private static readonly Comparer<VideoListItem> ByPath = Comparer<VideoListItem>.Create((a, b) => a.Path.CompareTo(b.Path));

    public async Task<VideoPage> ListAsync(PageToken from, int size, CancellationToken cancellationToken)
    {
        var videos = new SortedSet<VideoListItem>(ByPath);
        var marks = new List<(string Marker, string Before)>();
        var marker = from.Marker;
        var seen = "";
        var more = false;
        do
        {
            var page = await list(marker, marks.Count == 0 ? size : LargestServicePage, cancellationToken).ConfigureAwait(false);
            foreach (var (name, video) in page.Blobs)
            {
                seen = name;
                if (video is null || (from.After is { } after && video.Path <= after))
                    continue;

                videos.Add(video);
                if (videos.Count > size)
                    more = videos.Remove(videos.Max!);
            }

            marker = page.NextMarker;
            if (marker is not null)
                marks.Add((marker, seen));
        }
        while (marker is not null && videos.Max is { } furthest && MayPrecede(furthest.Path.Value, seen, from.After?.Value ?? ""));

        var last = videos.Max?.Path ?? from.After;
        if (!more && marker is null)
            return new VideoPage([.. videos], null);

        // When nothing was left out, all that was looked at is done with.
        var next = new PageToken(more ? Resume(from.Marker, marks, videos.Max!.Path.Value) : marker, last);
        return new VideoPage([.. videos], next.ToString());
    }

    /// <summary>
    /// Whether names that the service has after <paramref name="seen"/> may come before <paramref name="last"/>: those
    /// that part from it with U+E000 to U+FFFF where it has a surrogate.
    /// </summary>
    private static bool MayPrecede(string last, string seen, string after)
    {
        var shared = last.AsSpan().CommonPrefixLength(after);
        for (var i = 0; i < last.Length; i++)
        {
            // The page before ended among names that have a surrogate here: all that comes before those was listed.
            var isListed = i <= shared && i < after.Length && char.IsHighSurrogate(after[i]);
            if (char.IsHighSurrogate(last[i]) && !isListed)
                return seen.AsSpan().StartsWith(last.AsSpan(0, i));
        }

        return false;
    }

    /// <summary>The last of the markers before which nothing comes after <paramref name="last"/> in order of UTF-8.</summary>
    private static string? Resume(string? start, List<(string Marker, string Before)> marks, string last)
    {
        var high = last.AsSpan().IndexOfAnyInRange('\ue000', '\uffff');
        var bound = high < 0 ? last : last[..high] + '\ud800';
        var usable = marks.FindLastIndex(mark => string.CompareOrdinal(mark.Before, bound) <= 0);
        return usable < 0 ? start : marks[usable].Marker;
    }
}
