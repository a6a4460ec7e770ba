using FlixTube.Storage.Switching.Probing;

namespace FlixTube.Storage.Switching;

/// <summary>A store that may come to serve.</summary>
internal static class CandidateStore
{
    private const int Samples = 5;

    /// <summary>
    /// Builds and probes a store, and looks whether it has any of the videos of the one that serves: a bucket can be in order
    /// and the wrong one. All is limited in time: a folder on a dead share can hang in building.
    /// </summary>
    /// <param name="settings">What to build.</param>
    /// <param name="options">How to probe.</param>
    /// <param name="serving">The store that serves; <c>null</c> when its videos do not matter.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The store, which belongs to the caller, when the report has no failure.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing is left open.</exception>
    public static async Task<(IVideoStore? Store, ProbeReport Report)> BuildAsync(
        StoreSettings settings, ProbeOptions options, IVideoStore? serving, CancellationToken cancellationToken)
    {
        var run = new ProbeRun(options);
        IVideoStore? store = null;
        var built = await run.TryAsync(
            "build",
            async token =>
            {
                var candidate = settings.Build();
                if (token.IsCancellationRequested)
                    await DisposeAsync(candidate).ConfigureAwait(false);
                else
                    store = candidate;
            },
            cancellationToken).ConfigureAwait(false);
        if (!built)
            return (null, run.Report);

        var isFit = false;
        try
        {
            var probe = await VideoStoreProbe.RunAsync(store!, options, cancellationToken).ConfigureAwait(false);
            var videos = new ProbeRun(options);
            if (probe.Succeeded && serving is not null)
                await CompareAsync(videos, store!, serving, cancellationToken).ConfigureAwait(false);

            var report = new ProbeReport([.. run.Report.Steps, .. probe.Steps, .. videos.Report.Steps]);
            isFit = report.Succeeded;
            return (store, report);
        }
        finally
        {
            if (!isFit)
                await DisposeAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task CompareAsync(ProbeRun run, IVideoStore candidate, IVideoStore serving, CancellationToken cancellationToken)
    {
        // Whether the present store answers is no step: it may be the very reason for the switch that it does not.
        var listed = Array.Empty<VideoListItem>();
        var canList = await new ProbeRun(run.Options).TryAsync(
            "list",
            async token => listed = [.. (await serving.ListPageAsync(new ListOptions { PageSize = Samples + 1 }, token).ConfigureAwait(false)).Videos],
            cancellationToken).ConfigureAwait(false);
        var samples = listed.Where(static video => !VideoStoreProbe.IsReserved(video.Path)).Take(Samples).ToArray();
        if (!canList || samples.Length == 0)
        {
            run.Skip("videos", "The store that serves lists no videos to look for.");
            return;
        }

        await run.TryAsync(
            "videos",
            async token =>
            {
                foreach (var video in samples)
                {
                    if (await candidate.FindPropertiesAsync(video.Path, token).ConfigureAwait(false) is not null)
                        return;
                }

                throw new VideoStoreException(
                    VideoStoreError.NotFound,
                    $"The store has none of {samples.Length} videos of the one that serves, such as '{samples[0].Path}': is it the right one? Copy the videos first, or set {VideoStorageSwitchOptions.Section}:{nameof(VideoStorageSwitchOptions.RequireVideos)} to false.");
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes it if it can be closed; failures are of no interest to anybody.</summary>
    public static async Task DisposeAsync(IVideoStore? store)
    {
        try
        {
            if (store is IAsyncDisposable closable)
                await closable.DisposeAsync().ConfigureAwait(false);
            else
                (store as IDisposable)?.Dispose();
        }
        catch (Exception)
        {
            // It never served.
        }
    }
}
