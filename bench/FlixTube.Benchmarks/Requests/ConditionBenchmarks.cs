using BenchmarkDotNet.Attributes;
using FlixTube.Host.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlixTube.Benchmarks.Requests;

/// <summary>
/// What the conditions of a request for a video come to: ours, beside ASP.NET Core's header types in the order in which its
/// static files ask them.
/// </summary>
[MemoryDiagnoser]
public class ConditionBenchmarks
{
    private const string Tag = "\"1a8febda8232a7df8a960bf1760de3037c1b7fe98019cd44a8e5bc8a4184b815\"";

    private static readonly DateTimeOffset LastModified = new(2026, 11, 20, 20, 59, 43, TimeSpan.Zero);

    private readonly EntityTagHeaderValue _tag = new(Tag);
    private HeaderDictionary _headers = [];
    private Validators _video;

    [Params("none", "If-None-Match", "If-Range", "If-Modified-Since")]
    public string Condition { get; set; } = "";

    [GlobalSetup]
    public void Ask()
    {
        _headers = new() { ["Host"] = "localhost", ["Range"] = "bytes=0-" };
        switch (Condition)
        {
            case "If-None-Match" or "If-Range":
                _headers[Condition] = Tag;
                break;
            case "If-Modified-Since":
                _headers[Condition] = HeaderUtilities.FormatDate(LastModified);
                break;
        }

        _video = new(Tag, LastModified, LastModified.AddDays(1));
    }

    [Benchmark(Baseline = true)]
    public bool AspNetCore()
    {
        var headers = new Microsoft.AspNetCore.Http.Headers.RequestHeaders(_headers);
        var proceeds = true;
        if (headers.IfMatch is { Count: > 0 } match)
            proceeds = match.Any(tag => tag.Compare(_tag, useStrongComparison: true));

        if (headers.IfNoneMatch is { Count: > 0 } noneMatch)
            proceeds &= !noneMatch.Any(tag => tag.Compare(_tag, useStrongComparison: true));

        if (headers.IfModifiedSince is { } modified)
            proceeds &= modified < LastModified;

        if (headers.IfUnmodifiedSince is { } unmodified)
            proceeds &= unmodified >= LastModified;

        if (headers.IfRange is { } ifRange)
            proceeds &= ifRange.EntityTag?.Compare(_tag, useStrongComparison: true) ?? ifRange.LastModified == LastModified;

        return proceeds;
    }

    [Benchmark]
    public bool Ours() => RequestConditions.Of(_headers).Evaluate(_video) == ConditionOutcome.Proceed;
}
