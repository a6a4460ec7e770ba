namespace FlixTube.Storage;

/// <summary>How a <see cref="VideoStoreProbe"/> goes about it.</summary>
public sealed record ProbeOptions
{
    /// <summary>
    /// Whether a small object is created, read and deleted; <c>true</c>. Otherwise the store is only listed and one of its
    /// videos read, if it has any.
    /// </summary>
    public bool Write { get; init; } = true;

    /// <summary>How long one step may take; 10 seconds.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long all steps together may take, but for the clearing up, which has <see cref="StepTimeout"/> for itself; 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock; the system's when nothing is said.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
