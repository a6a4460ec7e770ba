namespace FlixTube.Storage;

/// <summary>What is behind <see cref="VideoStorage.ServiceName"/> at one moment. Nothing in it is secret but for the reasons of failures, which may name a bucket.</summary>
public sealed record VideoStorageStatus
{
    /// <summary>The provider that serves.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider that configuration names; another one serves after a switch by hand, or when this one was found unfit.</summary>
    public required string ConfiguredProvider { get; init; }

    /// <summary>The number of the generation that serves: 1 is the one that the process began with.</summary>
    public required int Generation { get; init; }

    /// <summary>When this generation was published, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many calls and open bodies use it now.</summary>
    public required int Leases { get; init; }

    /// <summary>Whether it is being watched, and the generation before it kept to go back to.</summary>
    public required bool IsWatched { get; init; }

    /// <summary>Generations that were replaced and whose last readers have not finished, oldest first.</summary>
    public required IReadOnlyList<DrainingStore> Draining { get; init; }

    /// <summary>The last attempt to switch; <c>null</c> when there was none.</summary>
    public SwitchAttempt? LastAttempt { get; init; }
}

/// <summary>A generation that is still read, and takes no more calls.</summary>
/// <param name="Generation">Its number.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Leases">How many open bodies and calls in progress it has.</param>
/// <param name="Since">Since when it has drained, in UTC.</param>
public sealed record DrainingStore(int Generation, string Provider, int Leases, DateTimeOffset Since);

/// <summary>An attempt to switch.</summary>
/// <param name="At">When it ended, in UTC.</param>
/// <param name="Trigger">Who wanted it.</param>
/// <param name="IsDryRun">Whether it was only to be tried.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record SwitchAttempt(DateTimeOffset At, SwitchTrigger Trigger, bool IsDryRun, SwitchOutcome Outcome);

/// <summary>Who wanted a switch.</summary>
public enum SwitchTrigger
{
    /// <summary>A caller of <see cref="IVideoStorageSwitch.SwitchAsync"/>.</summary>
    Request = 0,

    /// <summary>A change of configuration.</summary>
    Configuration,

    /// <summary>The failures of a new generation, because of which the one before it serves again.</summary>
    Watch,
}
