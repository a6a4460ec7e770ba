using System.Runtime.CompilerServices;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Copying;

/// <summary>The listing of a store for work that takes hours: a page that cannot be had now is asked for again.</summary>
internal static class StoreListing
{
    /// <summary>All videos in order, without what a probe has left. Only the first page is not asked for again: when it fails, settings are likely wrong.</summary>
    public static async IAsyncEnumerable<VideoListItem> ListAsync(
        IVideoStore store, string? prefix, Retrier retrier, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await store.ListPageAsync(new ListOptions { Prefix = prefix }, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            foreach (var video in page.Videos.Where(static video => !VideoStoreProbe.IsReserved(video.Path)))
                yield return video;

            if (page.NextPageToken is not { } next)
                yield break;

            page = await retrier.RunAsync(
                token => store.ListPageAsync(new ListOptions { Prefix = prefix, PageToken = next }, token),
                Timeout.InfiniteTimeSpan,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Each video of <paramref name="source"/>, and whether <paramref name="target"/> has one of the same path: one pass over
    /// both, which are in the order of their paths' UTF-8 bytes.
    /// </summary>
    public static async IAsyncEnumerable<(VideoListItem Video, bool IsThere)> MatchAsync(
        IAsyncEnumerable<VideoListItem> source, IAsyncEnumerable<VideoListItem> target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var others = target.GetAsyncEnumerator(cancellationToken);
        await using var end = others.ConfigureAwait(false);
        var more = await others.MoveNextAsync().ConfigureAwait(false);
        await foreach (var video in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            while (more && others.Current.Path < video.Path)
                more = await others.MoveNextAsync().ConfigureAwait(false);

            yield return (video, more && others.Current.Path == video.Path);
        }
    }
}
