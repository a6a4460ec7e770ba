using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Files;

/// <summary>Lists videos from all the places where they are.</summary>
internal sealed class VideoLister(StoreFolder folder, VideoPlaces places, ILogger logger)
{
    public VideoPage List(ListOptions options, CancellationToken cancellationToken)
    {
        var prefix = options.Prefix ?? "";
        var after = options.PageToken is { } token ? PageToken.Parse(token).Value : null;
        folder.EnsurePresent();

        var selection = new PageSelection(prefix, after, options.PageSize);
        WalkNatural(prefix, selection, cancellationToken);
        new FolderWalk(folder.Objects, new ObjectVisitor(selection), logger, cancellationToken).Run("");

        var (page, isLast) = selection.Take();
        var videos = new List<VideoListItem>(page.Count);
        foreach (var path in page)
        {
            // What has gone since, and what is a link, a pipe or a device, is not found.
            if (places.Find(path) is { } video)
                videos.Add(new(path, video.Version.Length, video.Version.ETag, video.Version.LastModified));
        }

        // A disk that was taken away meanwhile must not look like an empty one.
        folder.EnsurePresent();
        return new VideoPage(videos, isLast ? null : PageToken.Of(page[^1]));
    }

    private void WalkNatural(string prefix, PageSelection selection, CancellationToken cancellationToken)
    {
        var start = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (start.Length == 0 || (VideoPath.TryParse(start[..^1], out var parent) && places.IsFolder(parent)))
            new FolderWalk(folder.Root, new NaturalVisitor(selection), logger, cancellationToken).Run(start);
    }

    private sealed class NaturalVisitor(PageSelection selection) : IFolderVisitor
    {
        public bool Enter(ReadOnlySpan<char> folder) =>
            folder.Length <= VideoPath.MaxUtf8Bytes && !NaturalNames.IsReserved(folder[..^1]) && selection.MayContain(folder);

        public void Visit(ReadOnlySpan<char> file) => selection.Offer(file);
    }

    private sealed class ObjectVisitor(PageSelection selection) : IFolderVisitor
    {
        public bool Enter(ReadOnlySpan<char> folder) => true;

        public void Visit(ReadOnlySpan<char> file)
        {
            if (EscapedName.TryDecode(file.ToString(), out var path))
                selection.Offer(path.Value);
        }
    }
}
