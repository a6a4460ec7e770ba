using System.Security.Claims;
using System.Text.Encodings.Web;
using FlixTube.Service.Access.Links;
using FlixTube.Service.Access.Tokens;
using FlixTube.Service.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

/// <summary>
/// Knows callers by their bearer token (RFC 6750) when settings say whose tokens are good, and else by being on this machine.
/// </summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes,
    AccessSettings settings,
    TokenVerifier verifier,
    ILoggerFactory loggers,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public new const string Scheme = "Bearer";

    private const string Realm = Scheme + " realm=\"flixtube\"";
    private const string Prefix = Scheme + " ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        await RefuseAsync(failure is ProblemException { Problem: var problem } ? problem : TokenRefusals.Required);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(Context.Features.Get<RoleRefusal>()?.Problem ?? TokenRefusals.Required);

    private AuthenticateResult Authenticate()
    {
        // The middleware asks on every request; whoever only wants what is open need not be anybody.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<RoleRequirement>() is not { } required || required.IsOpen(settings))
            return AuthenticateResult.NoResult();

        if (!settings.HasIssuer)
            return KnowByMachine();

        var header = Request.Headers.Authorization;
        var link = Context.Features.Get<TokenInAddress>();
        var hasHeader = header.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
        if (link is { IsRepeated: true } || header.Count > 1 || (link is not null && hasHeader))
            return Failed(TokenRefusals.Repeated);

        if (link is null && !hasHeader)
            return AuthenticateResult.NoResult();

        var (token, refusal) = verifier.Verify(link?.Value ?? header.ToString()[Prefix.Length..].Trim(' '));
        if (token is null)
            return Failed(refusal!);

        // What opens more than one video must not get into histories, bookmarks and the logs of proxies.
        if (link is not null && token.Video is null)
            return Failed(TokenRefusals.NotALink);

        Context.Features.Set(token);
        return Known(token.Principal());
    }

    private AuthenticateResult KnowByMachine() => LocalCaller.Refusal(Request) is { } reason
        ? Failed(new Problem(StatusCodes.Status403Forbidden, "local-callers-only", "Only callers on this machine may do this",
            $"It is refused because {reason}. To do it from elsewhere, the operator sets Access:JwtKey and callers send a bearer token."))
        : Known(new ClaimsPrincipal(new ClaimsIdentity([Role.Operator.Claim()], "Local")));

    private async Task RefuseAsync(Problem problem)
    {
        // RFC 6750 section 3.1: no error code when the request had no token at all. Descriptions are ours and need no quoting.
        var error = problem.Status switch
        {
            StatusCodes.Status401Unauthorized when problem == TokenRefusals.Required => "",
            StatusCodes.Status401Unauthorized => "invalid_token",
            StatusCodes.Status403Forbidden when settings.HasIssuer => "insufficient_scope",
            StatusCodes.Status400BadRequest => "invalid_request",
            _ => null,
        };
        if (error is not null)
            Response.Headers.WWWAuthenticate = error.Length == 0 ? Realm : $"{Realm}, error=\"{error}\", error_description=\"{problem.Title}\"";

        Response.Headers.SetRetryAfter(problem);
        await problem.WriteAsync(Context);
    }

    private static AuthenticateResult Failed(Problem problem) => AuthenticateResult.Fail(new ProblemException(problem));

    private static AuthenticateResult Known(ClaimsPrincipal caller) => AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme));
}
