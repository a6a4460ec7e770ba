namespace FlixTube.Storage;

/// <summary>What a <see cref="VideoStoreProbe"/> found.</summary>
/// <param name="Steps">The steps in order, up to the first that failed and with what was cleared up after it.</param>
public sealed record ProbeReport(IReadOnlyList<ProbeStep> Steps)
{
    /// <summary>Whether the store is fit to serve.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>The step that failed first; <c>null</c> when none did.</summary>
    public ProbeStep? Failure => Steps.FirstOrDefault(static step => step.Outcome == ProbeOutcome.Failed);
}

/// <summary>One thing that was tried.</summary>
/// <param name="Name">What: <c>list</c>, <c>create</c>, <c>stat</c>, <c>read</c>, <c>pin</c>, <c>delete</c>; a switch adds <c>build</c> and <c>videos</c>. Stable, for programs.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Reason">For an operator, when it failed or was left out: it may name a bucket, never a secret. Otherwise <c>null</c>.</param>
/// <param name="Error">What kind of failure, when it failed; otherwise <c>null</c>.</param>
public sealed record ProbeStep(string Name, ProbeOutcome Outcome, TimeSpan Duration, string? Reason = null, VideoStoreError? Error = null);

/// <summary>How a step of a probe ended.</summary>
public enum ProbeOutcome
{
    /// <summary>As it should.</summary>
    Passed = 0,

    /// <summary>The store is not fit, as <see cref="ProbeStep.Reason"/> says.</summary>
    Failed,

    /// <summary>It could not be tried, which says nothing against the store.</summary>
    Skipped,
}
