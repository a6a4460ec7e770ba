using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

internal static class AccessRegistration
{
    /// <summary>The policy of every route that writes or manages.</summary>
    public const string WritePolicy = "write";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptions.Validator>();

        // Not AddAuthentication: it brings data protection with it, which writes keys to a home folder for cookies that
        // this service has not.
        services.AddAuthenticationCore(static authentication => authentication.DefaultScheme = BearerTokenHandler.Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.Scheme, configureOptions: null);
        services.AddAuthorizationBuilder().AddPolicy(WritePolicy, static policy => policy.RequireAuthenticatedUser());
    }

    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
