using System.Security.Claims;
using FlixTube.Service.Access.Links;

namespace FlixTube.Service.Access.Tokens;

/// <summary>A token that was verified.</summary>
/// <param name="Id"><c>jti</c>.</param>
/// <param name="Subject"><c>sub</c>.</param>
/// <param name="Role">The highest of its roles; none when it has none, and for a link.</param>
/// <param name="Video">The one video that it is for: it is a link.</param>
/// <param name="Expires"><c>exp</c>.</param>
internal sealed record AccessToken(string? Id, string? Subject, Role? Role, LinkedVideo? Video, DateTimeOffset Expires)
{
    public ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity(BearerTokenHandler.Scheme);
        if (Subject is not null)
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, Subject));

        if (Role is { } role)
            identity.AddClaim(role.Claim());

        return new ClaimsPrincipal(identity);
    }
}
