using BenchmarkDotNet.Attributes;
using FlixTube.Host.Streaming;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FlixTube.Benchmarks.Requests;

/// <summary>
/// From the text of <c>Range</c> to the bytes to serve: ours, beside ASP.NET Core's parser and what its file results make of
/// it. Ours also merges several ranges, which ASP.NET Core answers with the whole.
/// </summary>
[MemoryDiagnoser]
public class RangeBenchmarks
{
    private const long Length = 1L << 30;

    [Params("bytes=1048576-", "bytes=0-99,1000-1999,-500")]
    public string Header { get; set; } = "";

    [Benchmark(Baseline = true)]
    public long AspNetCore()
    {
        var last = 0L;
        if (!RangeHeaderValue.TryParse(Header, out var parsed))
            return last;

        foreach (var range in parsed.Ranges)
        {
            var from = range.From ?? Math.Max(0, Length - range.To!.Value);
            var to = range is { From: not null, To: { } end } ? Math.Min(end, Length - 1) : Length - 1;
            if (from < Length)
                last = to - from + 1;
        }

        return last;
    }

    [Benchmark]
    public long Ours()
    {
        var last = 0L;
        foreach (var range in RangeCoalescer.Coalesce(RangeHeader.Parse(new StringValues(Header))!))
        {
            if (range.TryResolve(Length, out var served))
                last = served.Length;
        }

        return last;
    }
}
