using FlixTube.Storage.Switching.Probing;

namespace FlixTube.Storage;

/// <summary>
/// Finds out whether a store would serve, by doing to it what a service does: list, create, stat, read a range of one
/// version, delete. It also finds stores that answer and are wrong: that serve other bytes, ignore ranges or pins, do not
/// keep the content's hash, or never answer.
/// </summary>
public static class VideoStoreProbe
{
    /// <summary>
    /// What the paths of the objects that a probe creates begin with. No video's should; listings of the service
    /// <see cref="VideoStorage.ServiceName"/> do not show them.
    /// </summary>
    public const string ReservedPrefix = ".flixtube-probe/";

    /// <summary>Probes a store.</summary>
    /// <remarks>
    /// What fails is in the report, never an exception. It leaves nothing behind, also when a step failed or the caller
    /// cancelled, as far as the store lets objects be deleted; what probes of killed processes left longer than an hour ago
    /// it removes. A call that ignores its cancellation is abandoned when its time is over.
    /// </remarks>
    /// <param name="store">It is not disposed of.</param>
    /// <param name="options">Whether to write, and how long it may take.</param>
    /// <param name="cancellationToken">Ends the probe; the object that it created is deleted first.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static Task<ProbeReport> RunAsync(IVideoStore store, ProbeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StepTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        return options.Write
            ? new WritingProbe(store, options).RunAsync(cancellationToken)
            : new ReadingProbe(store, options).RunAsync(cancellationToken);
    }

    /// <summary>Whether a path is that of a probe's object, and so no video.</summary>
    public static bool IsReserved(VideoPath path) => path.Value.StartsWith(ReservedPrefix, StringComparison.Ordinal);
}
