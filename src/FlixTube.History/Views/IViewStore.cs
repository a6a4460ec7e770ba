using FlixTube.Messaging.Viewed;

namespace FlixTube.History.Views;

/// <summary>What was viewed. Safe for concurrent use.</summary>
internal interface IViewStore
{
    /// <summary>Keeps views so that they outlive the process, each once: one whose id is there already changes nothing.</summary>
    /// <exception cref="ViewStoreException">It may be that some of them are kept. Adding them again does no harm.</exception>
    Task AddAsync(IReadOnlyList<ViewedMessage> views, CancellationToken cancellationToken);

    /// <summary>The newest views that a query asks for, or those that follow a place.</summary>
    /// <exception cref="ViewStoreException">They cannot be read now.</exception>
    Task<ViewPage> ListAsync(ViewQuery query, CancellationToken cancellationToken);
}

/// <summary>Which views are asked for.</summary>
/// <param name="Limit">The most of them, 1 or more.</param>
/// <param name="After">The place after which they come; from the newest on when null.</param>
/// <param name="Path">Of which video, by its path; of all when null.</param>
/// <param name="VideoId">Of which video, by its id; of all when null.</param>
internal sealed record ViewQuery(int Limit, ViewPlace? After = null, string? Path = null, string? VideoId = null)
{
    public bool Wants(ViewedMessage view) =>
        (Path is null || string.Equals(view.Path.Value, Path, StringComparison.Ordinal))
        && (VideoId is null || string.Equals(view.VideoId, VideoId, StringComparison.Ordinal));
}

/// <summary>Views from the newest on.</summary>
/// <param name="Views">They.</param>
/// <param name="Next">The place after the last; <c>null</c> when no more follow.</param>
internal sealed record ViewPage(IReadOnlyList<ViewedMessage> Views, ViewPlace? Next);

/// <summary>The views cannot be kept or read now.</summary>
internal sealed class ViewStoreException(string message, Exception innerException) : Exception(message, innerException);
