namespace FlixTube.Testing.Faults.Stores;

/// <summary>What every service can answer, each in words of its own.</summary>
public enum ServiceRefusal
{
    /// <summary>Status 429.</summary>
    TooManyRequests,

    /// <summary>The service's own way to ask for fewer requests.</summary>
    SlowDown,

    /// <summary>Status 500.</summary>
    InternalError,

    /// <summary>Status 503.</summary>
    ServiceUnavailable,

    /// <summary>The token, signature or session that the request shows is over.</summary>
    CredentialsExpired,

    /// <summary>The request was signed at a time that the service does not believe.</summary>
    ClockIsWrong,
}
