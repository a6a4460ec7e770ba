using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Caching;

/// <summary>Lets the host start only with bounds that can be kept.</summary>
internal sealed class SliceCacheValidation : IValidateOptions<SliceCacheOptions>
{
    private const long LeastMemory = 16L << 20;
    private const long LeastDisk = 64L << 20;

    public ValidateOptionsResult Validate(string? name, SliceCacheOptions options)
    {
        string?[] problems =
        [
            options.MemoryBytes >= LeastMemory ? null : Problem(nameof(options.MemoryBytes), options.MemoryBytes, $"{LeastMemory} (16 MiB) or more"),
            options.DiskBytes >= LeastDisk ? null : Problem(nameof(options.DiskBytes), options.DiskBytes, $"{LeastDisk} (64 MiB) or more"),
            options.DiskFreeBytes >= 0 ? null : Problem(nameof(options.DiskFreeBytes), options.DiskFreeBytes, "0 or more"),
            Within(nameof(options.RevalidateAfter), options.RevalidateAfter, TimeSpan.FromDays(1)),
            Within(nameof(options.MissingFor), options.MissingFor, TimeSpan.FromMinutes(1)),
            Within(nameof(options.StaleFor), options.StaleFor, TimeSpan.FromDays(7)),
        ];
        return problems.OfType<string>().ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }

    private static string? Within(string key, TimeSpan value, TimeSpan most) =>
        value >= TimeSpan.Zero && value <= most ? null : Problem(key, value, $"00:00:00 to {most}");

    private static string Problem(string key, object value, string allowed) =>
        FormattableString.Invariant($"{SliceCacheOptions.Section}:{key} is {value}: set it to {allowed}.");
}
