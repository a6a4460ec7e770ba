namespace FlixTube.Host.Commands;

/// <summary>What a script can tell from the end of a command.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Success = 0;

    /// <summary>The command line or a setting is wrong; nothing was done.</summary>
    public const int Usage = 1;

    /// <summary>Some videos failed or are damaged, or a store could not be used.</summary>
    public const int Failure = 2;

    /// <summary>It was interrupted (128 + SIGINT); what was done stays done.</summary>
    public const int Interrupted = 130;
}
