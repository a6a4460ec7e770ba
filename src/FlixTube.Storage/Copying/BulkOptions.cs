namespace FlixTube.Storage.Copying;

/// <summary>How work over all videos of a store is done: which, how many at once, how patiently.</summary>
public abstract record BulkOptions
{
    /// <summary>The largest <see cref="Parallel"/>.</summary>
    public const int MaxParallel = 64;

    /// <summary>What the paths must begin with, as <see cref="ListOptions.Prefix"/>; <c>null</c> or empty for all.</summary>
    public string? Prefix { get; init; }

    /// <summary>How many videos are worked on at once, 1 to <see cref="MaxParallel"/>; 4.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>
    /// How often work on one video is begun again after a temporary failure that the store's own retries did not mend,
    /// 0 to 100; 5.
    /// </summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>
    /// The longest wait before the first of these retries, zero to an hour; it doubles with each, and a random part of it
    /// is waited. 1 second.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallel, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Parallel, MaxParallel);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetries, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelay, TimeSpan.FromHours(1));
    }
}

/// <summary>What a <see cref="VideoCopier"/> may be asked for.</summary>
public sealed record CopyOptions : BulkOptions
{
    /// <summary>Whether each copy is read back from the target and its SHA-256 compared; yes.</summary>
    public bool ReadBack { get; init; } = true;

    /// <summary>Whether a video that the target has at the same path stays as it is, whatever its content; no.</summary>
    public bool KeepExisting { get; init; }

    /// <summary>Whether nothing is written, only said what would be; no.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What a <see cref="VideoVerifier"/> may be asked for.</summary>
public sealed record VerifyOptions : BulkOptions;
