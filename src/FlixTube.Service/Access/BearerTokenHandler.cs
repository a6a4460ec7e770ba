using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using FlixTube.Service.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

/// <summary>
/// Knows callers by their bearer token (RFC 6750) when a key is configured, and else by being on this machine.
/// </summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes,
    IOptionsMonitor<AccessOptions> access,
    ILoggerFactory loggers,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public new const string Scheme = "Bearer";

    private const string Prefix = Scheme + " ";

    private byte[]? Key => access.CurrentValue.JwtKey is { Length: > 0 } key ? Encoding.UTF8.GetBytes(key) : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = Authenticate().Failure?.Message;
        if (Key is null)
        {
            return new Problem(StatusCodes.Status403Forbidden, "local-callers-only", "Only callers on this machine may do this",
                $"It is refused because {refusal}. To write from elsewhere, the operator sets Access:JwtKey and callers send a bearer token.")
                .WriteAsync(Context);
        }

        // RFC 6750 section 3.1: no error code when the request had no token at all.
        Response.Headers.WWWAuthenticate = refusal is null
            ? $"{Scheme} realm=\"video-storage\""
            : $"{Scheme} realm=\"video-storage\", error=\"invalid_token\", error_description=\"{refusal}\"";
        return new Problem(StatusCodes.Status401Unauthorized, "token-required", "This needs a valid bearer token",
            refusal ?? "Send the header 'Authorization: Bearer TOKEN'.").WriteAsync(Context);
    }

    private AuthenticateResult Authenticate()
    {
        // The middleware asks on every request; readers need not be anybody.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
            return AuthenticateResult.NoResult();

        if (Key is not { } key)
        {
            return LocalCaller.Refusal(Request) is { } reason
                ? AuthenticateResult.Fail(reason)
                : Success(new ClaimsIdentity("Local"));
        }

        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        var (identity, refusal) = HmacToken.Verify(header[Prefix.Length..].Trim(), key, TimeProvider.GetUtcNow());
        return identity is null ? AuthenticateResult.Fail(refusal!) : Success(identity);
    }

    private static AuthenticateResult Success(ClaimsIdentity identity) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
}
