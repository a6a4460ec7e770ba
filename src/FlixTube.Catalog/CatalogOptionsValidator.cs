using System.Globalization;
using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Discovery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlixTube.Catalog;

/// <summary>One sentence for each wrong setting, with its full key and what to set.</summary>
internal sealed class CatalogOptionsValidator(IServiceProviderIsKeyedService registered) : IValidateOptions<CatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(CatalogOptions options)
    {
        if (!registered.IsKeyedService(typeof(IVideoCatalog), options.Provider))
        {
            yield return $"Catalog:Provider is '{options.Provider}', which is no registered catalogue: "
                + $"set it to '{VideoCatalogServices.FileProvider}', or add the package that has it.";
        }

        if (options.IsEmbedded
            && (string.IsNullOrWhiteSpace(options.File.Root) || options.File.Root.Contains('\0', StringComparison.Ordinal)))
        {
            yield return "Catalog:File:Root is empty or not a path: set it to the folder of the catalogue, or leave it out for 'catalog'.";
        }

        foreach (var problem in CatalogCacheLimits.Problems(options.Cache))
            yield return problem;

        if (options.Discovery.Interval < TimeSpan.Zero || options.Discovery.Interval > DiscoveryOptions.MaxInterval)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Catalog:Discovery:Interval is {options.Discovery.Interval:c}, which is not from 00:00:00 to {DiscoveryOptions.MaxInterval:c}: five seconds are '00:00:05', and a plain number is a number of days.");
        }
    }
}
