namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    private const long MiB = 1024 * 1024;

    /// <summary>
    /// The longest that one call may take before it counts as hanging, also the write of a video of
    /// <see cref="LargestVideoLength"/>. One minute unless overridden.
    /// </summary>
    protected virtual TimeSpan CallLimit => TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a test fails, rather than being ignored, when the fixture gives no hook for it or allows too short a
    /// video. Then only what the store's <see cref="VideoStoreCapabilities"/> deny is left out. <c>false</c> unless
    /// overridden.
    /// </summary>
    protected virtual bool IsComplete => false;

    /// <summary>
    /// Whether a request takes milliseconds rather than microseconds. Tests that make hundreds of requests then make
    /// fewer; none is left out. <c>false</c> unless overridden.
    /// </summary>
    protected virtual bool IsSlow => false;

    /// <summary>
    /// How many bytes the store sends in one part; tests write videos that end just before, at and after the edges of
    /// parts. 8 MiB unless overridden; for a store without parts any length does.
    /// </summary>
    protected virtual int PartLength => (int)(8 * MiB);

    /// <summary>
    /// The longest video in bytes that a test may write; a test that needs a longer one is ignored. 64 MiB unless
    /// overridden. For the tests of memory it should be more than twice <see cref="MemoryBound"/>.
    /// </summary>
    protected virtual long LargestVideoLength => 64 * MiB;

    /// <summary>
    /// How much managed memory, in bytes, a write or an open body may hold; <c>null</c> leaves the tests of memory out.
    /// Two parts and 8 MiB for the client unless overridden.
    /// </summary>
    protected virtual long? MemoryBound => (2L * PartLength) + (8 * MiB);

    /// <summary>
    /// The managed memory in use, in bytes. Override it where the service is in this process: what the service itself
    /// keeps must not count.
    /// </summary>
    protected virtual long MeasureMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>
    /// How many requests the store has made to its service so far, retries included; <c>null</c> unless overridden. For
    /// a store over HTTP a <c>DelegatingHandler</c> counts them.
    /// </summary>
    protected virtual long? RequestCount => null;

    /// <summary>
    /// How many bytes of content the store has taken from its service so far; <c>null</c> unless overridden.
    /// </summary>
    protected virtual long? ContentBytesTaken => null;

    /// <summary>
    /// How many bodies are open at the service now (connections in use, open files); <c>null</c> unless overridden.
    /// </summary>
    protected virtual int? OpenBodyCount => null;

    /// <summary>
    /// What no exception may tell: account keys, tokens, passwords. None unless overridden.
    /// </summary>
    protected virtual IReadOnlyCollection<string> Secrets => [];

    /// <summary>
    /// Puts an object into the service by another way than the store, replacing what is there: with no content type, or,
    /// where the service insists on one, with <see cref="VideoContentType.FromName"/>; with no metadata.
    /// </summary>
    /// <param name="name">The object's name as the store would call it; it may be one that is no <see cref="VideoPath"/>.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns><c>false</c>, also when not overridden, when the service cannot hold such an object.</returns>
    protected virtual Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content) => Task.FromResult(false);

    /// <summary>
    /// Puts a very long video of zeros, but for <paramref name="marks"/>, into the service, without writing it all.
    /// </summary>
    /// <param name="path">Where.</param>
    /// <param name="length">Its length in bytes, more than 2^32.</param>
    /// <param name="marks">The bytes that are not zero, by offset.</param>
    /// <returns><c>false</c>, also when not overridden, when the service cannot do that.</returns>
    protected virtual Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks) =>
        Task.FromResult(false);

    /// <summary>
    /// What unfinished writes have left at the service now: temporary files, open multipart uploads, uncommitted blocks.
    /// </summary>
    /// <returns>A line for each; <c>null</c>, also when not overridden, when that cannot be seen.</returns>
    protected virtual Task<IReadOnlyCollection<string>?> FindLeftoversAsync() =>
        Task.FromResult<IReadOnlyCollection<string>?>(null);

    /// <summary>
    /// Makes the connection break after <paramref name="afterBytes"/> bytes of the next body that the service sends, once.
    /// </summary>
    /// <returns><c>false</c>, also when not overridden, when that cannot be done.</returns>
    protected virtual Task<bool> TryBreakNextBodyAsync(long afterBytes) => Task.FromResult(false);

    /// <summary>
    /// Makes a store whose service does not answer: a port where nobody listens, a folder that is gone, with few and
    /// short retries.
    /// </summary>
    /// <returns><c>null</c>, also when not overridden, when there is no such thing. The kit disposes the store.</returns>
    protected virtual Task<IVideoStore?> CreateUnreachableStoreAsync() => Task.FromResult<IVideoStore?>(null);

    /// <summary>Makes a store with credentials that its service refuses.</summary>
    /// <returns><c>null</c>, also when not overridden, when there is no such thing. The kit disposes the store.</returns>
    protected virtual Task<IVideoStore?> CreateRefusedStoreAsync() => Task.FromResult<IVideoStore?>(null);
}
