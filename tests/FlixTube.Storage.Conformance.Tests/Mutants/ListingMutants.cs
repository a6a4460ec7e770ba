using System.Globalization;
using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

internal sealed class ListingIsInTheOrderOfUtf16(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) => base.List(prefix).OrderBy(v => v.Path.Value, StringComparer.Ordinal);

    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        _ = int.TryParse(options.PageToken, CultureInfo.InvariantCulture, out var start);
        var videos = List(options.Prefix ?? "").Skip(start).Take(options.PageSize).ToArray();
        var next = videos.Length == options.PageSize ? $"{start + videos.Length}" : null;
        return new VideoPage(videos, next);
    }
}

internal sealed class ListingGoesFolderByFolder(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(options, cancellationToken);
        return page with { Videos = [.. page.Videos.OrderBy(v => v.Path.Value.Replace('/', '\u0001'), StringComparer.Ordinal)] };
    }
}

internal sealed class ListingDropsAVideoBetweenPages(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(options, cancellationToken);
        return options.PageToken is null || page.Videos.Count < 2 ? page : page with { Videos = [.. page.Videos.Skip(1)] };
    }
}

internal sealed class ListingRepeatsAVideoBetweenPages(ObjectService service) : ReferenceStore(service)
{
    private VideoListItem? _last;

    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(options, cancellationToken);
        if (options.PageToken is not null && _last is not null && options.PageSize > page.Videos.Count)
            page = page with { Videos = [_last, .. page.Videos] };
        _last = page.Videos.Count > 0 ? page.Videos[^1] : null;
        return page;
    }
}

internal sealed class ListingCountsInsteadOfRemembering(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        _ = int.TryParse(options.PageToken, CultureInfo.InvariantCulture, out var start);
        var videos = List(options.Prefix ?? "").Skip(start).Take(options.PageSize).ToArray();
        return new VideoPage(videos, videos.Length == options.PageSize ? $"{start + videos.Length}" : null);
    }
}

internal sealed class ListingDoesNotKnowItsTokenWhenTheVideoIsGone(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        options.PageToken is { } token && List("").All(v => v.Path.Value != token)
            ? throw new ArgumentException("There is no such token.", nameof(options))
            : await base.ListPageAsync(options, cancellationToken);
}

internal sealed class PageIsLongerThanAskedFor(ObjectService service) : ReferenceStore(service)
{
    public override Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        base.ListPageAsync(options with { PageSize = Math.Min(options.PageSize + 1, ListOptions.MaxPageSize) }, cancellationToken);
}

internal sealed class PrefixIsAFolder(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) => prefix.Length == 0 || prefix.EndsWith('/')
        ? base.List(prefix)
        : base.List("").Where(v => v.Path.Value == prefix || v.Path.Value.StartsWith(prefix + "/", StringComparison.Ordinal));
}

internal sealed class PrefixIgnoresCase(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) =>
        base.List("").Where(v => v.Path.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

internal sealed class PrefixIsNormalized(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) => base.List(prefix.Replace("../", "", StringComparison.Ordinal));
}

internal sealed class PrefixThatIsNoPathFails(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) =>
        base.List(prefix.Length == 0 ? "" : VideoPath.Parse(prefix.TrimEnd('/')) is var path ? prefix : path.Value);
}

internal sealed class ForeignNameFailsTheListing(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) => Service.List()
        .Where(o => o.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(o => new VideoListItem(VideoPath.Parse(o.Name), o.Content.Length, o.ETag, o.LastModified));
}

internal sealed class ForeignTokenIsInternal(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ListPageAsync(options, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new VideoStoreException(VideoStoreError.Internal, "The service did not know the token.", e);
        }
    }
}
