namespace FlixTube.Service.Access.Revocation;

/// <summary>Tells the other services of what was revoked here. A service without one is told, and tells, nobody.</summary>
internal interface IRevocationAnnouncer
{
    /// <summary>Tells the others, now or as soon as they can be reached.</summary>
    /// <returns>Whether they are told; <c>null</c> when there is no way to.</returns>
    Task<bool?> AnnounceAsync(RevocationRequest revocation, CancellationToken cancellationToken);
}
