using FlixTube.Storage;

namespace FlixTube.Host.Management;

/// <summary>What is behind the constant name. Reasons may name a bucket, so that they are for those who may manage.</summary>
internal sealed record StorageAnswer(
    string Name,
    string Provider,
    string ConfiguredProvider,
    int Generation,
    DateTimeOffset Since,
    int Leases,
    bool Watched,
    IReadOnlyList<DrainingStore> Draining,
    AttemptAnswer? LastAttempt)
{
    public static StorageAnswer Of(VideoStorageStatus status, bool withReasons) => new(
        VideoStorage.ServiceName,
        status.Provider,
        status.ConfiguredProvider,
        status.Generation,
        status.Since,
        status.Leases,
        status.IsWatched,
        status.Draining,
        status.LastAttempt is { } attempt ? AttemptAnswer.Of(attempt, withReasons) : null);
}

/// <summary>How an attempt to switch ended.</summary>
internal sealed record AttemptAnswer(
    DateTimeOffset At, SwitchTrigger Trigger, bool DryRun, string Provider, SwitchResult Result, string? Reason, IReadOnlyList<StepAnswer> Steps)
{
    public static AttemptAnswer Of(SwitchAttempt attempt, bool withReasons) => new(
        attempt.At,
        attempt.Trigger,
        attempt.IsDryRun,
        attempt.Outcome.Provider,
        attempt.Outcome.Result,
        withReasons ? attempt.Outcome.Reason : null,
        StepAnswer.Of(attempt.Outcome.Probe, withReasons));
}

/// <summary>One step of a probe.</summary>
internal sealed record StepAnswer(string Name, ProbeOutcome Outcome, double Milliseconds, VideoStoreError? Error, string? Reason)
{
    public static IReadOnlyList<StepAnswer> Of(ProbeReport? report, bool withReasons) =>
    [
        .. (report?.Steps ?? []).Select(step =>
            new StepAnswer(step.Name, step.Outcome, Math.Round(step.Duration.TotalMilliseconds, 1), step.Error, withReasons ? step.Reason : null)),
    ];
}

/// <summary>What <c>POST /storage/switch</c> takes.</summary>
internal sealed record SwitchRequest(string? Provider, bool DryRun = false);

/// <summary>What it answers when what was asked for has come about.</summary>
internal sealed record SwitchAnswer(SwitchResult Result, string Provider, int Generation, IReadOnlyList<StepAnswer> Steps);
