using System.Globalization;
using System.Text;

namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>
/// An object store in memory, as a cloud offers it: names that need be no paths, uploads in parts that are committed
/// under a condition, and counters for what the conformance kit wants to know.
/// </summary>
internal sealed class ObjectService
{
    public const int PartLength = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, StoredObject> _objects = new(Utf8Order.Instance);
    private readonly HashSet<Upload> _uploads = [];
    private long _requests;
    private long _bytesTaken;
    private int _openBodies;
    private long _version;
    private long? _breakAfter;

    public long Requests => Interlocked.Read(ref _requests);

    public long BytesTaken => Interlocked.Read(ref _bytesTaken);

    public int OpenBodies => Volatile.Read(ref _openBodies);

    /// <summary>What the service itself holds in memory, finished or not.</summary>
    public long BytesKept
    {
        get
        {
            lock (_lock)
                return _objects.Values.Sum(o => o.Content is PartBytes ? o.Content.Length : 0) + _uploads.Sum(u => u.Length);
        }
    }

    public IReadOnlyCollection<string> Leftovers
    {
        get
        {
            lock (_lock)
                return [.. _uploads.Select(u => $"an upload of {u.Length} bytes")];
        }
    }

    public StoredObject? Find(string name)
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
            return _objects.GetValueOrDefault(name);
    }

    public ServiceBody OpenBody(StoredObject stored, ServedRange range)
    {
        Interlocked.Increment(ref _openBodies);
        lock (_lock)
        {
            var breakAfter = _breakAfter;
            _breakAfter = null;
            return new ServiceBody(this, stored, range, breakAfter);
        }
    }

    public void BreakNextBody(long afterBytes)
    {
        lock (_lock)
            _breakAfter = afterBytes;
    }

    public Upload BeginUpload()
    {
        var upload = new Upload();
        lock (_lock)
            _uploads.Add(upload);
        return upload;
    }

    public void SendPart(Upload upload, ReadOnlySpan<byte> part)
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
            upload.Parts.Add(part.ToArray());
    }

    /// <summary>Makes the upload an object when <paramref name="condition"/> holds for what is there now.</summary>
    /// <returns><c>null</c> when it does not hold; the upload is then still there.</returns>
    public StoredObject? Commit(
        Upload upload, string name, Func<StoredObject?, bool> condition, Func<StoredObject, StoredObject> describe)
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
        {
            if (!condition(_objects.GetValueOrDefault(name)))
                return null;

            _uploads.Remove(upload);
            var stored = describe(Stamp(name, new PartBytes(upload.Parts, PartLength)));
            return _objects[name] = stored;
        }
    }

    public void Abort(Upload upload)
    {
        lock (_lock)
            _uploads.Remove(upload);
    }

    /// <summary>Deletes what is there when <paramref name="condition"/> holds for it.</summary>
    public bool Delete(string name, Func<StoredObject?, bool> condition)
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
        {
            var allowed = condition(_objects.GetValueOrDefault(name));
            if (allowed)
                _objects.Remove(name);
            return allowed;
        }
    }

    public IReadOnlyList<StoredObject> List()
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
            return [.. _objects.Values];
    }

    /// <summary>Puts an object there that no store wrote.</summary>
    public void Plant(string name, IStoredBytes content)
    {
        lock (_lock)
            _objects[name] = Stamp(name, content);
    }

    public void Plant(string name, ReadOnlyMemory<byte> content) =>
        Plant(name, new PartBytes([.. content.ToArray().Chunk(PartLength)], PartLength));

    internal void Took(int bytes) => Interlocked.Add(ref _bytesTaken, bytes);

    internal void Closed() => Interlocked.Decrement(ref _openBodies);

    private StoredObject Stamp(string name, IStoredBytes content) =>
        new(name, content, (++_version).ToString("x8", CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow());

    internal sealed class Upload
    {
        public List<byte[]> Parts { get; } = [];

        public long Length => Parts.Sum(p => (long)p.Length);
    }

    private sealed class Utf8Order : IComparer<string>
    {
        public static readonly Utf8Order Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
