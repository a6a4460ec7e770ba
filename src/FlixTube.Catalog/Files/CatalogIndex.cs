using FlixTube.Storage;

namespace FlixTube.Catalog.Files;

/// <summary>All documents of the folder in memory, by id and in order of their paths. Safe to call from many threads.</summary>
/// <remarks>
/// Of several documents for one path one is the entry: one whose id was chosen before the one whose id was derived from
/// the path, then the one with the lowest id. The others are remembered as duplicates and show nowhere.
/// </remarks>
internal sealed class CatalogIndex
{
    private const int Few = 256;

    private static readonly Comparer<CatalogVideo> ByPath = Comparer<CatalogVideo>.Create(static (a, b) => a.Path.CompareTo(b.Path));

    private readonly Lock _lock = new();
    private readonly Dictionary<VideoId, CatalogDocument> _documents;
    private readonly HashSet<VideoId> _duplicates = [];

    // A sorted list takes a sixth of the memory of a tree, and moving its tail is cheap beside the write of a document.
    private readonly List<CatalogVideo> _byPath;

    public CatalogIndex(IEnumerable<CatalogDocument> documents)
    {
        _documents = documents.ToDictionary(d => d.Video.Id);
        _byPath = new(_documents.Count);
        foreach (var video in _documents.Values.Select(d => d.Video).Order(Comparer<CatalogVideo>.Create(ByPathThenPrecedence)))
        {
            if (_byPath.Count > 0 && _byPath[^1].Path == video.Path)
                _duplicates.Add(video.Id);
            else
                _byPath.Add(video);
        }
    }

    /// <summary>How many entries there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byPath.Count;
        }
    }

    public CatalogVideo? Find(VideoId id)
    {
        lock (_lock)
            return _documents.TryGetValue(id, out var document) && !_duplicates.Contains(id) ? document.Video : null;
    }

    public CatalogVideo? Find(VideoPath path)
    {
        lock (_lock)
            return IndexOf(path) is var i and >= 0 ? _byPath[i] : null;
    }

    /// <summary>The document with this id, a duplicate too.</summary>
    public CatalogDocument? FindDocument(VideoId id)
    {
        lock (_lock)
            return _documents.TryGetValue(id, out var document) ? document : null;
    }

    /// <summary>The documents for this path that are not its entry.</summary>
    public IReadOnlyList<VideoId> DuplicatesOf(VideoPath path)
    {
        lock (_lock)
            return [.. _duplicates.Where(id => _documents[id].Video.Path == path)];
    }

    /// <summary>All documents that are not the entry of their path, with the entry that is.</summary>
    public IReadOnlyList<(CatalogVideo Duplicate, CatalogVideo Entry)> Duplicates()
    {
        lock (_lock)
            return [.. _duplicates.Select(id => _documents[id].Video).Select(video => (video, _byPath[IndexOf(video.Path)]))];
    }

    /// <summary>
    /// The entries whose paths come after <paramref name="last"/>, in order. They are taken a few at a time: what comes or
    /// goes meanwhile, before or behind, neither repeats nor hides another.
    /// </summary>
    public IEnumerable<CatalogVideo> After(VideoPath? last)
    {
        List<CatalogVideo> few;
        do
        {
            few = After(last, Few);
            foreach (var video in few)
                yield return video;

            if (few.Count > 0)
                last = few[^1].Path;
        }
        while (few.Count == Few);
    }

    /// <summary>Adds a document whose id and path are new.</summary>
    public void Add(CatalogDocument document)
    {
        lock (_lock)
        {
            _documents.Add(document.Video.Id, document);
            _byPath.Insert(~IndexOf(document.Video.Path), document.Video);
        }
    }

    /// <summary>Replaces the document of an entry that keeps its path.</summary>
    public void Replace(CatalogDocument document)
    {
        lock (_lock)
        {
            _documents[document.Video.Id] = document;
            _byPath[IndexOf(document.Video.Path)] = document.Video;
        }
    }

    /// <summary>Removes a document that is there: a duplicate, or an entry that has none.</summary>
    public void Remove(VideoId id)
    {
        lock (_lock)
        {
            if (_documents.Remove(id, out var document) && !_duplicates.Remove(id))
                _byPath.RemoveAt(IndexOf(document.Video.Path));
        }
    }

    private List<CatalogVideo> After(VideoPath? last, int count)
    {
        lock (_lock)
        {
            var found = last is { } path ? IndexOf(path) : -1;
            var start = found >= 0 ? found + 1 : last is null ? 0 : ~found;
            return _byPath.GetRange(start, Math.Min(count, _byPath.Count - start));
        }
    }

    private int IndexOf(VideoPath path) => _byPath.BinarySearch(new CatalogVideo { Id = default, Path = path, Version = "" }, ByPath);

    private static int ByPathThenPrecedence(CatalogVideo a, CatalogVideo b)
    {
        var order = a.Path.CompareTo(b.Path);
        if (order == 0)
            order = IsDerived(a).CompareTo(IsDerived(b));

        return order == 0 ? string.CompareOrdinal(a.Id.ToString(), b.Id.ToString()) : order;
    }

    private static bool IsDerived(CatalogVideo video) => video.Id == VideoId.ForPath(video.Path);
}
