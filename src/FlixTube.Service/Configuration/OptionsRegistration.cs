using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Configuration;

internal static class OptionsRegistration
{
    /// <summary>Binds a section and checks it before the host starts. A wrong setting is reported by its full key.</summary>
    public static void AddCheckedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new AnnotationValidator<TOptions>(section));
    }
}
