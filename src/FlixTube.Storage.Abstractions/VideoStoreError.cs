namespace FlixTube.Storage;

/// <summary>Everything that can go wrong in a store: a closed set.</summary>
public enum VideoStoreError
{
    /// <summary>A defect or an answer that the provider does not understand.</summary>
    Internal = 0,

    /// <summary>There is no video at the path.</summary>
    NotFound,

    /// <summary>A create-only write found a video at the path.</summary>
    AlreadyExists,

    /// <summary>The present version is not the one that the caller named.</summary>
    PreconditionFailed,

    /// <summary>None of the bytes asked for exist. <see cref="VideoStoreException.VideoLength"/> says how many there are.</summary>
    RangeNotSatisfiable,

    /// <summary>The text is not a <see cref="VideoPath"/>.</summary>
    InvalidPath,

    /// <summary>The store refuses these credentials, or these credentials for this action.</summary>
    PermissionDenied,

    /// <summary>The store asks for fewer requests. <see cref="VideoStoreException.RetryAfter"/> says when, if it is known.</summary>
    Throttled,

    /// <summary>The store cannot be reached, is failing, has no room, or broke off and could not be resumed.</summary>
    Unavailable,

    /// <summary>The store did not answer in time.</summary>
    Timeout,

    /// <summary>The store has no such ability; <see cref="VideoStoreCapabilities"/> says so beforehand.</summary>
    Unsupported,
}

/// <summary>Whether the same call can succeed when it is made again.</summary>
public enum ErrorPersistence
{
    /// <summary>Not before somebody changes something.</summary>
    Permanent = 0,

    /// <summary>It may.</summary>
    Temporary,
}
