using Microsoft.Extensions.Primitives;

namespace FlixTube.Storage;

/// <summary>
/// Turns the service <see cref="VideoStorage.ServiceName"/> to another provider, or to new settings of the same, while
/// videos are read. <see cref="VideoStorageServices.AddVideoStorage"/> registers it.
/// </summary>
/// <remarks>
/// <para>
/// Configuration turns it too: when <c>VideoStorage:Provider</c> or a setting of the provider that serves changes in a
/// source that reloads. Both ways are the same: build, probe, publish, drain. A provider that cannot be built or does not
/// pass the probe changes nothing.
/// </para>
/// <para>
/// A switch made here holds until the process ends or configuration names another provider: it is not written anywhere.
/// </para>
/// <para>Thread-safe. Switches that are asked for at once are made one after the other; the last one holds.</para>
/// </remarks>
public interface IVideoStorageSwitch
{
    /// <summary>What serves now, what drains, and how the last attempt ended.</summary>
    VideoStorageStatus Status { get; }

    /// <summary>Builds a store of a provider from configuration as it is now, probes it and lets it serve.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="dryRun">Only builds and probes.</param>
    /// <param name="cancellationToken">Gives up; what serves stays.</param>
    /// <returns>How it ended. Failures are an outcome, not an exception.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<SwitchOutcome> SwitchAsync(string provider, bool dryRun = false, CancellationToken cancellationToken = default);

    /// <summary>
    /// A token that fires once, after the next change of what serves: a switch, or the way back from one that proved unfit.
    /// Take a new one before you look at <see cref="Status"/> again (<see cref="ChangeToken.OnChange(Func{IChangeToken}, Action)"/> does).
    /// </summary>
    IChangeToken GetChangeToken();
}
