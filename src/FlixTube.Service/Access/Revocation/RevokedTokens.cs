namespace FlixTube.Service.Access.Revocation;

/// <summary>What a revocation names.</summary>
internal enum RevocationKind
{
    /// <summary>One token, by its id.</summary>
    Token,

    /// <summary>All tokens of a subject.</summary>
    Subject,

    /// <summary>All links to a video, which is named by its path or its id.</summary>
    Video,
}

/// <summary>Tokens that are not good any more.</summary>
/// <param name="Kind">What <paramref name="Name"/> is the name of.</param>
/// <param name="Name">An id, a subject, a path; compared character by character.</param>
internal sealed record RevokedTokens(RevocationKind Kind, string Name);
