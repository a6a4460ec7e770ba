namespace FlixTube.Storage;

/// <summary>
/// A <see cref="VideoRead.Body"/> whose bytes are in memory, more often than not: they can be sent from where they are,
/// without a copy. Bodies of the cache (<see cref="SliceCacheOptions"/>) implement it.
/// </summary>
/// <remarks>
/// Not thread-safe; one reader at a time. <see cref="Stream.ReadAsync(Memory{byte}, CancellationToken)"/> may be used
/// instead, or in turn, at any byte.
/// </remarks>
public interface ICachedBody
{
    /// <summary>Waits until some of the next bytes are in memory, and shows all of them that are there in one piece.</summary>
    /// <remarks>
    /// They are valid, and must not be written to, until the next call of <see cref="Advance"/> or of any read, or disposal.
    /// Looking does not move the body. As long as it has not moved on past them, it holds up to 1 MiB of the cache's memory.
    /// </remarks>
    /// <param name="cancellationToken">Stops the wait; the body is undisturbed.</param>
    /// <returns>Nothing when the next bytes are not to be had in this way: read them; at the end of the body there are none.</returns>
    /// <exception cref="VideoStoreException">As from reading.</exception>
    ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken = default);

    /// <summary>Moves on, past <paramref name="count"/> of the bytes that <see cref="PeekAsync"/> showed last.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or more than were shown.</exception>
    void Advance(int count);
}
