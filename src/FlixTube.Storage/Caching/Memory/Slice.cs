namespace FlixTube.Storage.Caching.Memory;

/// <summary>
/// The bytes of a slice in memory. Whoever uses it holds a reference; with the last one the memory goes back to its tier.
/// One fills it, front to back, while others read what is there already.
/// </summary>
internal sealed class Slice : Resident
{
    private readonly MemoryTier _tier;
    private readonly byte[] _buffer;
    private int _filled;
    private int _references = 1;
    private int _readTo;

    /// <summary>The maker has the first reference.</summary>
    public Slice(MemoryTier tier, SliceKey key, ulong video, byte[] buffer, int length)
        : base(key, buffer.Length)
    {
        _tier = tier;
        _buffer = buffer;
        Video = video;
        Length = length;
    }

    /// <summary>Which video it is of, as <see cref="Versions.CachedVersion.Video"/> has it.</summary>
    public ulong Video { get; }

    /// <summary>How many bytes it has when it is whole.</summary>
    public int Length { get; }

    /// <summary>How many of them are there.</summary>
    public int Filled => Volatile.Read(ref _filled);

    public bool IsWhole => Filled == Length;

    /// <summary>Whether nobody but its tier holds it.</summary>
    public bool IsIdle => Volatile.Read(ref _references) == 1;

    /// <summary>Where the next bytes belong. For the one who fills.</summary>
    public Memory<byte> Rest => _buffer.AsMemory(_filled, Length - _filled);

    /// <summary>The bytes that are there from <paramref name="offset"/> on.</summary>
    public ReadOnlyMemory<byte> From(int offset) => _buffer.AsMemory(offset, Filled - offset);

    /// <summary>Shows readers so many more. For the one who fills.</summary>
    public void Fill(int count) => Volatile.Write(ref _filled, _filled + count);

    /// <summary>
    /// Says that bytes are read. Only bytes that were read before make the slice worth keeping: one viewer who goes
    /// through it, in however many requests, does not.
    /// </summary>
    public void Read(int from, int to)
    {
        if (from < _readTo)
            Touch();

        ReadOn(to);
    }

    /// <summary>The reader goes on from where it was.</summary>
    public void ReadOn(int to)
    {
        if (to > _readTo)
            _readTo = to;
    }

    /// <returns><c>false</c> when the memory has been given back already.</returns>
    public bool TryAcquire()
    {
        var references = Volatile.Read(ref _references);
        while (references > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
                return true;

            references = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
            _tier.Return(_buffer);
    }
}
