namespace FlixTube.Service.Access.Links;

internal static class DiscreetLogs
{
    // At Debug, with the beginning of a request line that is malformed: what never became a request had nothing taken out.
    private const string BadRequests = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    /// <summary>Silences the one log of ASP.NET Core that shows addresses before <see cref="DiscreetContextFactory"/> has seen them, whatever settings say.</summary>
    public static void AddDiscreetLogs(this IServiceCollection services) =>
        services.PostConfigure<LoggerFilterOptions>(static filter =>
        {
            // A rule for one provider beats those for all.
            foreach (var provider in filter.Rules.Select(static rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
                filter.Rules.Add(new LoggerFilterRule(provider, BadRequests, LogLevel.Information, filter: null));
        });
}
