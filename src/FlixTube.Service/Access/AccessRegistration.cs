using FlixTube.Service.Access.Authority;
using FlixTube.Service.Access.Links;
using FlixTube.Service.Access.Revocation;
using FlixTube.Service.Access.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

internal static class AccessRegistration
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddOptions<PlaybackOptions>().BindConfiguration(PlaybackOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlaybackOptions>, PlaybackOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AccessSettings>();
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<AuthorityKeys>();
        services.AddHostedService(static provider => provider.GetRequiredService<AuthorityKeys>());
        services.AddSingleton<IHttpContextFactory, DiscreetContextFactory>();
        services.AddDiscreetLogs();

        // Not AddAuthentication: it brings data protection with it, which writes keys to a home folder for cookies that
        // this service has not.
        services.AddAuthenticationCore(static authentication => authentication.DefaultScheme = BearerTokenHandler.Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.Scheme, configureOptions: null);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
    }

    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<TokenBoundRequests>();
    }

    /// <summary>The route is for callers with this role, or one above it.</summary>
    public static TRoute RequireRole<TRoute>(this TRoute route, Role role)
        where TRoute : IEndpointConventionBuilder =>
        route.Require(new RoleRequirement(role));

    /// <summary>The route shows videos, or says something about them: open, or for viewers where <c>Playback:RequireToken</c> is set.</summary>
    public static TRoute RequireViewer<TRoute>(this TRoute route)
        where TRoute : IEndpointConventionBuilder =>
        route.Require(new RoleRequirement(Role.Viewer, IsPlayback: true));

    /// <summary>The same for a route about the one video that its <c>path</c> or <c>id</c> names: a link to it is enough.</summary>
    public static TRoute RequireViewerOfVideo<TRoute>(this TRoute route)
        where TRoute : IEndpointConventionBuilder =>
        route.Require(new RoleRequirement(Role.Viewer, IsPlayback: true, IsOneVideo: true));

    private static TRoute Require<TRoute>(this TRoute route, RoleRequirement requirement)
        where TRoute : IEndpointConventionBuilder =>
        route.RequireAuthorization(policy => policy.AddRequirements(requirement)).WithMetadata(requirement);
}
