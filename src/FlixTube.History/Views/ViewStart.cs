using FlixTube.Service.Configuration;

namespace FlixTube.History.Views;

/// <summary>The store as a part of the start.</summary>
internal static class ViewStart
{
    /// <summary>Opens the store before anything else starts: what fails then is the operator's to mend. MongoDB may come later.</summary>
    public static void OpenViews(this IServiceProvider services) => services.GetRequiredService<IViewStore>();

    /// <inheritdoc cref="StartFailure.Explain"/>
    public static string? Explain(Exception exception) =>
        StartFailure.Explain(exception, static e => e is ViewStoreException report ? report.Message : null);
}
