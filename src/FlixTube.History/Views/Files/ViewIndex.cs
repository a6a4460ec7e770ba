using FlixTube.Messaging.Viewed;

namespace FlixTube.History.Views.Files;

/// <summary>All views in memory, in the order of their times. Safe for concurrent use.</summary>
internal sealed class ViewIndex
{
    private static readonly Comparer<ViewedMessage> ByTime = Comparer<ViewedMessage>.Create(static (a, b) =>
        Compare(a, b.At, b.Id));

    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    // They come nearly in order: adding one moves few others.
    private readonly List<ViewedMessage> _views = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _views.Count;
        }
    }

    public bool Contains(string id)
    {
        lock (_lock)
            return _ids.Contains(id);
    }

    /// <summary>Adds a view unless it is there.</summary>
    public void Add(ViewedMessage view)
    {
        lock (_lock)
        {
            if (_ids.Add(view.Id))
                _views.Insert(~_views.BinarySearch(view, ByTime), view);
        }
    }

    public ViewPage Select(ViewQuery query)
    {
        var found = new List<ViewedMessage>();
        lock (_lock)
        {
            for (var i = Before(query.After); i >= 0; i--)
            {
                if (!query.Wants(_views[i]))
                    continue;

                if (found.Count == query.Limit)
                    return new(found, ViewPlace.After(found[^1]));

                found.Add(_views[i]);
            }
        }

        return new(found, null);
    }

    private static int Compare(ViewedMessage view, DateTimeOffset at, string id) =>
        view.At.CompareTo(at) is var order and not 0 ? order : string.CompareOrdinal(view.Id, id);

    // The last view that is older than a place.
    private int Before(ViewPlace? place)
    {
        if (place?.At is not { } at)
            return _views.Count - 1;

        var (low, high) = (0, _views.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Compare(_views[middle], at, place.Id) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }
}
