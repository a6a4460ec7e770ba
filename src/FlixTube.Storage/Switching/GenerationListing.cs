using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FlixTube.Storage.Switching.Generations;

namespace FlixTube.Storage.Switching;

/// <summary>
/// Pages of the generation that serves, without what probes put there. A listing that was begun in an earlier generation
/// goes on after the last video that it showed, which takes listing the new store up to there once.
/// </summary>
internal static class GenerationListing
{
    public static async Task<VideoPage> PageAsync(StoreGeneration generation, ListOptions options, CancellationToken cancellationToken)
    {
        if (options.PageToken is null)
            return await PageAsync(generation, options, after: null, cancellationToken).ConfigureAwait(false);

        var token = Token.Parse(options.PageToken);
        if (token.Generation == generation.Number)
            return await PageAsync(generation, options with { PageToken = token.Inner }, token.After, cancellationToken).ConfigureAwait(false);

        var page = await PageAsync(generation, options with { PageToken = null }, token.After, cancellationToken).ConfigureAwait(false);
        while (page is { Videos.Count: 0, NextPageToken: { } next })
            page = await PageAsync(generation, options with { PageToken = Token.Parse(next).Inner }, token.After, cancellationToken).ConfigureAwait(false);

        return page;
    }

    private static async Task<VideoPage> PageAsync(StoreGeneration generation, ListOptions options, VideoPath? after, CancellationToken cancellationToken)
    {
        var page = await generation.Store.ListPageAsync(options, cancellationToken).ConfigureAwait(false);
        var videos = page.Videos;
        if (videos.Any(video => !IsShown(video.Path, after)))
            videos = [.. videos.Where(video => IsShown(video.Path, after))];

        var last = videos.Count > 0 ? videos[^1].Path : after;
        return new VideoPage(videos, page.NextPageToken is { } inner ? new Token(generation.Number, last, inner).ToString() : null);
    }

    private static bool IsShown(VideoPath path, VideoPath? after) =>
        !VideoStoreProbe.IsReserved(path) && (after is not { } last || path > last);

    /// <param name="Generation">Whose page it was.</param>
    /// <param name="After">The last video that was shown; <c>null</c> when there was none yet.</param>
    /// <param name="Inner">The store's own token.</param>
    private sealed record Token(int Generation, VideoPath? After, string Inner)
    {
        /// <exception cref="ArgumentException">It is none of ours.</exception>
        public static Token Parse(string text)
        {
            var parts = text.Split('.', 3);
            if (parts.Length == 3
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
                && Base64Url.IsValid(parts[1]))
            {
                if (parts[1].Length == 0)
                    return new Token(generation, After: null, parts[2]);

                if (VideoPath.TryParse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])), out var after))
                    return new Token(generation, after, parts[2]);
            }

            throw new ArgumentException($"{nameof(ListOptions.PageToken)} is none that this store gave.", nameof(text));
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Generation}.{(After is { } after ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after.Value)) : "")}.{Inner}");
    }
}
