namespace FlixTube.Storage;

/// <summary>How an attempt to switch ended.</summary>
/// <param name="Result">In one word.</param>
/// <param name="Provider">The provider that was asked for, by its own name when it is known.</param>
/// <param name="Reason">For an operator, when the provider does not serve now: it may name a bucket, never a secret. Otherwise <c>null</c>.</param>
/// <param name="Probe">What the probe found, when it came to one. The building of the store is its first step.</param>
public sealed record SwitchOutcome(SwitchResult Result, string Provider, string? Reason = null, ProbeReport? Probe = null)
{
    /// <summary>Whether what was asked for has come about.</summary>
    public bool Succeeded => Result is SwitchResult.Switched or SwitchResult.AlreadyServing or SwitchResult.Fit;
}

/// <summary>How an attempt to switch ended, in one word.</summary>
public enum SwitchResult
{
    /// <summary>A new generation serves.</summary>
    Switched = 0,

    /// <summary>The provider serves already, with the very settings that configuration has.</summary>
    AlreadyServing,

    /// <summary>It was a dry run, and a switch would succeed.</summary>
    Fit,

    /// <summary>There is no provider of this name.</summary>
    UnknownProvider,

    /// <summary>A setting is missing or wrong.</summary>
    InvalidSettings,

    /// <summary>The store could not be built or did not pass the probe.</summary>
    ProbeFailed,

    /// <summary>It was published and failed so often that the generation before it serves again.</summary>
    RolledBack,
}
