using System.Text.Json.Nodes;

namespace FlixTube.Catalog.Conformance.Tests.Reference;

/// <summary>A database in this process: documents by id, unique paths, and one request at a time.</summary>
public sealed class DocumentStorage
{
    private readonly Lock _lock = new();
    private readonly Documents _documents = [];
    private long _requests;

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Does something to the documents in one step, as one request.</summary>
    public T Request<T>(Func<Documents, T> work)
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
            return work(_documents);
    }

    public void Plant(VideoId id, JsonObject document)
    {
        lock (_lock)
            _documents[id] = document;
    }

    public JsonObject Read(VideoId id)
    {
        lock (_lock)
            return _documents[id].DeepClone().AsObject();
    }
}

/// <summary>Documents by id.</summary>
public sealed class Documents : Dictionary<VideoId, JsonObject>;
