using FlixTube.Service.Problems;

namespace FlixTube.Host.Problems;

internal static class TranslationRegistration
{
    /// <summary>Problems, with what this host's parts report.</summary>
    public static void AddVideoProblems(this IServiceCollection services)
    {
        services.AddProblems();
        services.AddSingleton<IProblemTranslation, StoreTranslation>();
        services.AddSingleton<IProblemTranslation, CatalogTranslation>();
        services.AddSingleton<IProblemTranslation, UploadTranslation>();
    }
}
