namespace FlixTube.Testing.Faults.Stores;

/// <summary>What an operator must be told.</summary>
public enum FaultHint
{
    Nothing,

    /// <summary>The setting that holds the credentials to renew.</summary>
    Credentials,

    /// <summary>That the clock of this machine may be wrong.</summary>
    Clock,
}
