using FlixTube.Host.Streaming;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class StreamingOptionsValidatorTests
{
    private static readonly StreamingOptions Defaults = new();

    private static IEnumerable<TestCaseData> OutOfBounds()
    {
        yield return Case(nameof(StreamingOptions.MaxRangesPerRequest), Defaults with { MaxRangesPerRequest = 0 });
        yield return Case(nameof(StreamingOptions.MaxRangesPerRequest), Defaults with { MaxRangesPerRequest = 257 });
        yield return Case(nameof(StreamingOptions.ViewerIdleTimeout), Defaults with { ViewerIdleTimeout = TimeSpan.Zero });
        yield return Case(nameof(StreamingOptions.ViewerIdleTimeout), Defaults with { ViewerIdleTimeout = TimeSpan.FromDays(2) });
        yield return Case(nameof(StreamingOptions.StoreIdleTimeout), Defaults with { StoreIdleTimeout = TimeSpan.FromMilliseconds(-1) });
        yield return Case(nameof(StreamingOptions.MaxConcurrentStreams), Defaults with { MaxConcurrentStreams = 0 });
        yield return Case(nameof(StreamingOptions.CacheControl), Defaults with { CacheControl = "" });
        yield return Case(nameof(StreamingOptions.CacheControl), Defaults with { CacheControl = "no-cache\r\nX: y" });
        yield return Case(nameof(StreamingOptions.MinBufferBytes), Defaults with { MinBufferBytes = 1 });
        yield return Case(nameof(StreamingOptions.MaxBufferBytes), Defaults with { MaxBufferBytes = Defaults.MinBufferBytes - 1 });

        static TestCaseData Case(string option, StreamingOptions options) => new(option, options);
    }

    [Test]
    public void The_defaults_are_within_their_bounds() =>
        Assert.That(new StreamingOptionsValidator().Validate(null, Defaults).Succeeded, Is.True);

    [TestCaseSource(nameof(OutOfBounds))]
    public void What_is_out_of_bounds_is_named(string option, StreamingOptions options)
    {
        var result = new StreamingOptionsValidator().Validate(null, options);
        Assert.That(result.Failures, Has.Some.StartsWith($"Streaming:{option} must be "));
    }
}
