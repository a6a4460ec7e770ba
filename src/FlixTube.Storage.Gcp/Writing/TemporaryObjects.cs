using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.Writing;

/// <summary>
/// The objects that long uploads are collected in before they become videos. An upload deletes its own; one whose
/// process died in between is deleted by a later write of any process.
/// </summary>
internal sealed class TemporaryObjects(IObjectService objects, Calls calls, TimeProvider time)
{
    /// <summary>What their names begin with. The backslash keeps them apart from every video: no path has one.</summary>
    public const string Prefix = ".flixtube-uploads\\";

    // Between the end of an upload and its copy are seconds; a day allows for clocks that differ and for retries.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(5);

    private long _nextSweep = long.MinValue;

    public static string NewName() => $"{Prefix}{Guid.NewGuid():n}";

    /// <summary>Deletes what was forgotten, once a day at most. Never fails: the next write tries again.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, (now + SweepEvery).UtcTicks, due) != due)
            return;

        await TryAsync(SweepOnceAsync, cancellationToken).ConfigureAwait(false);

        async Task SweepOnceAsync(CancellationToken token)
        {
            string? next = null;
            do
            {
                var page = await objects.ListAsync(Prefix, ListOptions.MaxPageSize, next, token).ConfigureAwait(false);
                foreach (var forgotten in page.Objects.Where(o => now - o.Updated > LongestLife))
                    await objects.DeleteGenerationAsync(forgotten.Name, forgotten.Generation, token).ConfigureAwait(false);

                next = page.NextPageToken;
            }
            while (next is not null);
        }
    }

    /// <summary>
    /// Cleans up, within a short time and whether or not the write was cancelled. Never fails: what it cannot reach is
    /// swept later.
    /// </summary>
    public Task CleanUpAsync(Func<CancellationToken, Task> clean) => TryAsync(clean, CancellationToken.None);

    private async Task TryAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CleaningLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await calls.OnceAsync(
                path: null,
                async token =>
                {
                    await action(token).ConfigureAwait(false);
                    return true;
                },
                either.Token).ConfigureAwait(false);
        }
        catch (VideoStoreException)
        {
            // Said above.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Likewise.
        }
    }
}
