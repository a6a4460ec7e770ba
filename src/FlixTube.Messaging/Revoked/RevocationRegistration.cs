using FlixTube.Service.Access.Revocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Revoked;

internal static class RevocationRegistration
{
    /// <summary>Tells other services what is revoked here, and hears what is revoked there, when configuration names a broker.</summary>
    public static void AddRevocationBroker(this IServiceCollection services)
    {
        services.AddOptions<RevocationBrokerOptions>().BindConfiguration(RevocationBrokerOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RevocationBrokerOptions>, RevocationBrokerOptions.Validator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RevocationBroker>();
        services.AddSingleton<IRevocationAnnouncer>(static provider => provider.GetRequiredService<RevocationBroker>());
        services.AddHostedService(static provider => provider.GetRequiredService<RevocationBroker>());
        services.AddHealthChecks().AddCheck<RevocationBrokerCheck>("revocations");
    }
}
