using System.Globalization;

namespace FlixTube.Catalog.Caching;

/// <summary>One sentence for each setting of <see cref="CatalogCacheOptions"/> that is out of its bounds, with its full key.</summary>
internal static class CatalogCacheLimits
{
    private const int MaxEntries = 10_000_000;

    public static IEnumerable<string> Problems(CatalogCacheOptions options)
    {
        if (options.MaxEntries is < 1 or > MaxEntries)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Catalog:Cache:MaxEntries is {options.MaxEntries}: set it to a number from 1 to {MaxEntries}.");
        }

        if (options.TimeToLive <= TimeSpan.Zero || options.TimeToLive > CatalogCacheOptions.MaxTime)
            yield return Problem(nameof(options.TimeToLive), options.TimeToLive, "more than 00:00:00");

        foreach (var (name, value) in new[]
        {
            (nameof(options.NegativeTimeToLive), options.NegativeTimeToLive),
            (nameof(options.StaleLimit), options.StaleLimit),
            (nameof(options.StaleWait), options.StaleWait),
        })
        {
            if (value < TimeSpan.Zero || value > CatalogCacheOptions.MaxTime)
                yield return Problem(name, value, "00:00:00");
        }
    }

    private static string Problem(string name, TimeSpan value, string least) => string.Create(
        CultureInfo.InvariantCulture,
        $"Catalog:Cache:{name} is {value:c}, which is not from {least} to {CatalogCacheOptions.MaxTime:c}: five seconds are '00:00:05', and a plain number is a number of days.");
}
