using FlixTube.Bench.Gateway.Measuring;

namespace FlixTube.Bench.Gateway.Results;

/// <summary>What a figure of ours must be, as it is or as a ratio to a peer's in the same run, and what it should be.</summary>
internal sealed record Requirement(string Text, string Scenario, string Figure, string Server, string? Peer, Bound Must, Bound Aim)
{
    private const string File = "FlixTube, local store";
    private const string S3 = "FlixTube, S3";
    private const string Cached = "FlixTube, S3 cached";
    private const string Node = "Node, the tutorial's";

    public static readonly IReadOnlyList<Requirement> All =
    [
        new("local store, whole videos: CPU per GiB vs nginx static", "whole, 16 connections", "CPU s/GiB", File, "nginx static", AtMost(1.4), AtMost(1.0)),
        new("local store, 64 KiB ranges: CPU per request vs nginx static", "64 KiB ranges", "CPU us/request", File, "nginx static", AtMost(1.9), AtMost(1.5)),
        new("warm cache, whole videos: CPU per GiB vs varnish", "whole, 16 connections", "CPU s/GiB", Cached, "varnish", AtMost(1.7), AtMost(1.15)),
        new("warm cache, 64 KiB ranges: CPU per request vs nginx slice", "64 KiB ranges", "CPU us/request", Cached, "nginx slice", AtMost(1.3), AtMost(1.05)),
        new("S3 pass-through, whole videos: CPU per GiB vs nginx proxy", "whole, 16 connections", "CPU s/GiB", S3, "nginx proxy", AtMost(1.6), AtMost(1.2)),
        new("S3 pass-through, 64 KiB ranges: CPU per request vs nginx proxy", "64 KiB ranges", "CPU us/request", S3, "nginx proxy", AtMost(5.2), AtMost(2.0)),
        new("S3 pass-through: added time to first byte vs nginx proxy", "first byte", AddedFirstByte, S3, "nginx proxy", AtMost(1.5), AtMost(0.7)),
        new("1,000 slow viewers, local store: alive, %", "slow viewers", "alive %", File, null, AtLeast(100), AtLeast(100)),
        new("1,000 slow viewers, local store: memory growth, KiB per viewer", "slow viewers", "memory KiB/viewer", File, null, AtMost(160), AtMost(64)),
        new("1,000 slow viewers, S3: alive, %", "slow viewers", "alive %", S3, null, AtLeast(100), AtLeast(100)),
        new("1,000 slow viewers, S3: memory growth, KiB per viewer", "slow viewers", "memory KiB/viewer", S3, null, AtMost(160), AtMost(64)),
        new("100 viewers of a cold video: objects read from the store", "cold crowd", "objects read from the store", Cached, null, AtMost(1.05), AtMost(1.0)),
        new("100 viewers of a cold video: wall time vs nginx slice", "cold crowd", "wall s", Cached, "nginx slice", AtMost(1.5), AtMost(0.7)),
        new("store requests per viewer request, cold", "store requests per viewer request", "cold", Cached, null, AtMost(1), AtMost(1)),
        new("store requests per viewer request, warm", "store requests per viewer request", "warm", Cached, null, AtMost(0), AtMost(0)),
        new("start to first byte, ms", "start to first byte", "ms", S3, null, AtMost(450), AtMost(270)),
        new("whole videos: MB/s vs the tutorial's service", "whole, 16 connections", "MB/s", S3, Node, AtLeast(2.5), AtLeast(3)),
        new("whole videos: CPU per GiB vs the tutorial's service", "whole, 16 connections", "CPU s/GiB", S3, Node, AtMost(0.45), AtMost(0.38)),
        new("64 KiB ranges: requests/s vs the tutorial's service", "64 KiB ranges", "requests/s", S3, Node, AtLeast(2.5), AtLeast(8)),
    ];

    /// <summary>The name of the derived figure: the first byte's time less what the store itself takes.</summary>
    public const string AddedFirstByte = "added first byte ms";

    /// <summary>The figure or the ratio of medians; null when it was not measured.</summary>
    public double? Value(Figures figures)
    {
        var ours = figures.Median(Scenario, Figure, Server);
        return Peer is null ? ours : ours / figures.Median(Scenario, Figure, Peer);
    }

    private static Bound AtMost(double value) => new(value, IsMost: true);

    private static Bound AtLeast(double value) => new(value, IsMost: false);
}

/// <summary>The most, or the least, that a value may be.</summary>
internal sealed record Bound(double Value, bool IsMost)
{
    public bool Holds(double value) => IsMost ? value <= Value : value >= Value;

    public override string ToString() => $"{(IsMost ? "<=" : ">=")} {Value:0.##}";
}
