using Microsoft.Extensions.Options;

namespace FlixTube.Host.Streaming;

/// <summary>Refuses options out of their bounds, with one sentence for each that says what to set.</summary>
internal sealed class StreamingOptionsValidator : IValidateOptions<StreamingOptions>
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, StreamingOptions options)
    {
        var problems = new List<string>();

        Check(nameof(options.MaxRangesPerRequest), options.MaxRangesPerRequest, 1, 256);
        Check(nameof(options.ViewerIdleTimeout), options.ViewerIdleTimeout, ShortestWait, LongestWait);
        Check(nameof(options.StoreIdleTimeout), options.StoreIdleTimeout, ShortestWait, LongestWait);
        Check(nameof(options.MaxConcurrentStreams), options.MaxConcurrentStreams, 1, 1_000_000);
        Check(nameof(options.MinBufferBytes), options.MinBufferBytes, 4 * 1024, 1024 * 1024);
        Check(nameof(options.MaxBufferBytes), options.MaxBufferBytes, options.MinBufferBytes, 4 * 1024 * 1024);

        if (options.CacheControl is not { Length: >= 1 and <= 256 } cacheControl || cacheControl.Any(c => c is < ' ' or > '~'))
            problems.Add($"{StreamingOptions.Section}:{nameof(options.CacheControl)} must be 1 to 256 printable ASCII characters.");

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check<T>(string option, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                problems.Add($"{StreamingOptions.Section}:{option} must be {least} to {most}; it is {value}.");
        }
    }
}
