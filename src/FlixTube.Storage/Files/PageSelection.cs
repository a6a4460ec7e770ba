namespace FlixTube.Storage.Files;

/// <summary>
/// The first paths, in order, of all that are offered in any order: those with a prefix, after a token. It holds no more
/// than one page and one path that says whether another page follows.
/// </summary>
internal sealed class PageSelection(string prefix, string? after, int pageSize)
{
    // The last in order is on top, to be thrown out first.
    private readonly PriorityQueue<string, string> _paths = new(Comparer<string>.Create((left, right) => Utf8Order.Compare(right, left)));
    private readonly HashSet<string> _unique = new(StringComparer.Ordinal);

    /// <summary>Whether a path that begins so could still be selected; cheap, so that whole folders are passed over.</summary>
    public bool MayContain(ReadOnlySpan<char> beginning)
    {
        if (!beginning.StartsWith(prefix, StringComparison.Ordinal) && !prefix.AsSpan().StartsWith(beginning, StringComparison.Ordinal))
            return false;

        if (after is not null && !after.AsSpan().StartsWith(beginning, StringComparison.Ordinal) && Utf8Order.Compare(beginning, after) < 0)
            return false;

        return !IsFull || Utf8Order.Compare(beginning, _paths.Peek()) < 0;
    }

    /// <summary>Considers a path, which becomes a string only when it is selected.</summary>
    public void Offer(ReadOnlySpan<char> path)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal)
            || (after is not null && Utf8Order.Compare(path, after) <= 0)
            || (IsFull && Utf8Order.Compare(path, _paths.Peek()) >= 0))
        {
            return;
        }

        var text = path.ToString();
        if (!VideoPath.TryParse(text, out _) || !_unique.Add(text))
            return;

        _paths.Enqueue(text, text);
        if (_paths.Count > pageSize + 1)
            _unique.Remove(_paths.Dequeue());
    }

    /// <summary>The selected paths in order, and whether others follow them.</summary>
    public (IReadOnlyList<VideoPath> Page, bool IsLast) Take()
    {
        var paths = new VideoPath[_paths.Count];
        for (var i = paths.Length - 1; i >= 0; i--)
            paths[i] = VideoPath.Parse(_paths.Dequeue());

        return paths.Length > pageSize ? (paths[..pageSize], false) : (paths, true);
    }

    private bool IsFull => _paths.Count > pageSize;
}
