using System.Security.Claims;

namespace FlixTube.Service.Access;

/// <summary>What a caller may do. Each role may do what those before it may.</summary>
internal enum Role
{
    /// <summary>May watch and list, where that is not open to all.</summary>
    Viewer,

    /// <summary>May upload, change and delete videos, and make links for others.</summary>
    Uploader,

    /// <summary>May switch storage and revoke tokens.</summary>
    Operator,
}

internal static class Roles
{
    /// <summary>As tokens and settings have it.</summary>
    public static string Name(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Uploader => "uploader",
        _ => "operator",
    };

    public static Claim Claim(this Role role) => new(ClaimTypes.Role, role.Name());

    /// <summary>Whether the caller has this role or one above it.</summary>
    public static bool Has(this ClaimsPrincipal caller, Role role) =>
        Enum.GetValues<Role>().Any(present => present >= role && caller.HasClaim(ClaimTypes.Role, present.Name()));
}
