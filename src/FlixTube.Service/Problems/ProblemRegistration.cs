namespace FlixTube.Service.Problems;

internal static class ProblemRegistration
{
    public static void AddProblems(this IServiceCollection services) =>
        services.AddExceptionHandler<ExceptionTranslator>();

    /// <summary>Gives every refusal of what runs after it the one format, also those that come as a bare status.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static pages => Refusals.ForStatus(pages.HttpContext).WriteAsync(pages.HttpContext));
    }
}
