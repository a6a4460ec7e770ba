using FlixTube.Service.Problems;

namespace FlixTube.Service.Access.Tokens;

/// <summary>Why a token is not believed, or not enough. The kinds are what programs compare.</summary>
internal static class TokenRefusals
{
    public static Problem Required { get; } = Unauthorized("token-required", "This needs a bearer token",
        "Send the header 'Authorization: Bearer TOKEN', or for a video a link with ?token=.");

    public static Problem Repeated { get; } = new(StatusCodes.Status400BadRequest, "token-repeated", "The request has more than one token",
        "Send one, either in the header Authorization or as ?token= (RFC 6750 section 2).");

    public static Problem Malformed { get; } = Unauthorized("token-malformed", "The token is malformed",
        "It is not a signed JSON Web Token in compact form of at most 8 KiB.");

    public static Problem Signature { get; } = Unauthorized("token-signature", "The token's signature is wrong",
        "It was signed with another key, or altered.");

    public static Problem UnknownKey { get; } = Unauthorized("token-unknown-key", "The token is signed with a key that the authority does not have",
        "If the authority has just renewed its keys, they are being fetched: try again in a few seconds.");

    public static Problem KeysUnavailable { get; } = new(StatusCodes.Status503ServiceUnavailable, "token-keys-unavailable", "Tokens cannot be judged now",
        "The authority's keys have not been fetched yet. Try again after the time in Retry-After.");

    public static Problem NoExpiry { get; } = Unauthorized("token-lifetime", "The token lives too long", "It has no expiry ('exp').");

    public static Problem Expired { get; } = Unauthorized("token-expired", "The token has expired", "Get a new one.");

    public static Problem NotYetValid { get; } = Unauthorized("token-not-yet-valid", "The token is not valid yet",
        "Its 'nbf' or 'iat' is in the future. Compare the clocks of the issuer and of this service.");

    public static Problem Issuer { get; } = Unauthorized("token-issuer", "The token is of another issuer", "Its 'iss' is not the one that this service believes.");

    public static Problem Audience { get; } = Unauthorized("token-audience", "The token is for another service", "Its 'aud' does not name this service.");

    public static Problem Revoked { get; } = Unauthorized("token-revoked", "The token was revoked", "Whoever gave it has taken it back.");

    public static Problem NotALink { get; } = Unauthorized("token-not-a-link", "The token does not belong into an address",
        "Only a link, which is for one video, is taken from ?token=. Send other tokens in the header Authorization.");

    public static Problem OtherVideo { get; } = new(StatusCodes.Status403Forbidden, "token-other-video", "The token is for another video",
        "It is a link: it shows the one video that it was made for and does nothing else.");

    public static Problem Algorithm(string allowed) => Unauthorized("token-algorithm", "The token is not signed as it must be",
        $"Taken are tokens signed with {allowed}, without critical headers.");

    public static Problem TooLong(TimeSpan limit, string setting) => Unauthorized("token-lifetime", "The token lives too long",
        $"It may live for {limit} from 'iat' to 'exp' ({setting}).");

    public static Problem RoleMissing(Role role) => new(StatusCodes.Status403Forbidden, "role-missing", "The token's role does not allow this",
        $"It needs the role {string.Join(" or ", Enum.GetValues<Role>().Where(enough => enough >= role).Select(static enough => enough.Name()))}.");

    private static Problem Unauthorized(string kind, string title, string detail) => new(StatusCodes.Status401Unauthorized, kind, title, detail);
}
