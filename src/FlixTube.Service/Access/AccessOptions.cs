namespace FlixTube.Service.Access;

/// <summary>
/// Section <c>Access</c>: whose tokens are believed and what they allow. Followed while the service runs; what is changed to
/// something wrong is logged and does not count. <see cref="AccessOptionsValidator"/> holds the bounds.
/// </summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// The secret that signs tokens (HS256), 32 bytes of UTF-8 or more as RFC 7518 section 3.2 demands. Without it and without
    /// an <see cref="Authority"/>, only callers on this machine may write and manage.
    /// </summary>
    public string? JwtKey { get; set; }

    /// <summary>The secret before <see cref="JwtKey"/>: tokens signed with it are believed too, none are signed with it.</summary>
    public string? PreviousJwtKey { get; set; }

    /// <summary>What <c>iss</c> of tokens signed with <see cref="JwtKey"/> must be, when set.</summary>
    public string? Issuer { get; set; }

    /// <summary>What <c>aud</c> of every token must name, when set; must be set with an <see cref="Authority"/>.</summary>
    public string? Audience { get; set; }

    /// <summary>The address of an OpenID Connect provider, as its tokens have it in <c>iss</c>; its keys verify its tokens.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether the authority's keys are fetched over HTTPS only; <c>true</c>. Without it, whoever is on the way can sign.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>
    /// The claim with the roles, a text or texts, dots leading into objects (<c>realm_access.roles</c>). <c>role</c> and
    /// <c>roles</c> when not set.
    /// </summary>
    public string? RoleClaim { get; set; }

    /// <summary>What else than <c>viewer</c>, <c>uploader</c> and <c>operator</c> the roles are called in tokens.</summary>
    public RoleNameOptions RoleNames { get; set; } = new();

    /// <summary>The role of a token that names none of ours; none by default.</summary>
    public Role? DefaultRole { get; set; }

    /// <summary>
    /// How long a token may live in all, from <c>iat</c> (or <c>nbf</c>, or now) to <c>exp</c>; 1 second to 366 days,
    /// 15 minutes by default. One that lives longer is refused.
    /// </summary>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What is revoked, for as long as it stands here.</summary>
    public IReadOnlyList<RevocationOptions> Revoked { get; set; } = [];
}

/// <summary>Names of other systems for our roles.</summary>
internal sealed class RoleNameOptions
{
    /// <summary>What means <c>viewer</c>, besides that word.</summary>
    public IReadOnlyList<string> Viewer { get; set; } = [];

    /// <summary>What means <c>uploader</c>, besides that word.</summary>
    public IReadOnlyList<string> Uploader { get; set; } = [];

    /// <summary>What means <c>operator</c>, besides that word.</summary>
    public IReadOnlyList<string> Operator { get; set; } = [];
}

/// <summary>One revocation: exactly one of <see cref="Jti"/>, <see cref="Sub"/> and <see cref="Video"/>.</summary>
internal sealed class RevocationOptions
{
    /// <summary>The token with this id.</summary>
    public string? Jti { get; set; }

    /// <summary>All tokens of this subject.</summary>
    public string? Sub { get; set; }

    /// <summary>All links to the video with this path or id.</summary>
    public string? Video { get; set; }

    /// <summary>When it ends; never by itself when not set.</summary>
    public DateTimeOffset? Until { get; set; }
}
