using System.Runtime.CompilerServices;
using FlixTube.Storage;

namespace FlixTube.Catalog.Checking;

/// <summary>Compares a catalogue with a store, and makes them agree when it is told to.</summary>
/// <remarks>
/// Safe to run beside viewers, uploads and other checks, and as often as anyone likes: each finding is confirmed by the
/// store or the catalogue before it is told or repaired. In memory are one page of the store and one of the catalogue.
/// </remarks>
public sealed class ConsistencyCheck(IVideoStore store, IVideoCatalog catalog)
{
    /// <summary>Every disagreement, in ascending order of the paths' UTF-8 bytes, as it is found.</summary>
    /// <param name="repair">
    /// Whether to remove entries whose video is gone, whatever they say, and to make entries for videos that have none.
    /// Otherwise nothing is changed.
    /// </param>
    /// <param name="cancellationToken">Ends the check; what was repaired stays so.</param>
    /// <exception cref="VideoStoreException">The store failed. What was repaired stays so, and another run goes on from there.</exception>
    /// <exception cref="VideoCatalogException">The catalogue failed; likewise.</exception>
    public async IAsyncEnumerable<Disagreement> RunAsync(
        bool repair = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var pair in SideBySide.ListAsync(store, catalog, cancellationToken).ConfigureAwait(false))
        {
            var found = pair switch
            {
                ({ } video, null) => await UnregisteredAsync(video.Path, repair, cancellationToken).ConfigureAwait(false),
                (null, { } entry) => await DanglingAsync(entry, repair, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
            if (found is not null)
                yield return found;
        }
    }

    private async Task<Disagreement?> UnregisteredAsync(VideoPath path, bool repair, CancellationToken cancellationToken)
    {
        if (await catalog.FindByPathAsync(path, cancellationToken).ConfigureAwait(false) is not null
            || await store.FindPropertiesAsync(path, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        if (!repair)
            return new(DisagreementKind.UnregisteredVideo, path, Entry: null, Repaired: false);

        var (entry, created) = await catalog.RegisterAsync(path, cancellationToken).ConfigureAwait(false);
        return created ? new(DisagreementKind.UnregisteredVideo, path, entry, Repaired: true) : null;
    }

    private async Task<Disagreement?> DanglingAsync(CatalogVideo entry, bool repair, CancellationToken cancellationToken)
    {
        if (await DanglingEntry.ExistsAsync(store, entry, cancellationToken).ConfigureAwait(false))
            return null;

        var repaired = repair && await DanglingEntry.RemoveAsync(store, catalog, entry, cancellationToken).ConfigureAwait(false);
        return new(DisagreementKind.DanglingEntry, entry.Path, entry, repaired);
    }
}

/// <summary>How catalogue and store can disagree.</summary>
public enum DisagreementKind
{
    /// <summary>The catalogue has an entry whose video the store does not have.</summary>
    DanglingEntry,

    /// <summary>The store has a video without an entry.</summary>
    UnregisteredVideo,
}

/// <summary>One finding of a <see cref="ConsistencyCheck"/>.</summary>
/// <param name="Kind">Which disagreement.</param>
/// <param name="Path">Of which video.</param>
/// <param name="Entry">The entry that dangles, or the one that was made; <c>null</c> while there is none.</param>
/// <param name="Repaired">
/// Whether it is one no longer. An entry that somebody changed meanwhile is not removed, and a video that came back gets
/// its entry back.
/// </param>
public sealed record Disagreement(DisagreementKind Kind, VideoPath Path, CatalogVideo? Entry, bool Repaired);
