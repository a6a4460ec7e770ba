using FlixTube.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Catalog.Tests.Support;

/// <summary>Short names for values, and generators of many.</summary>
internal static class Given
{
    // Where the orders of UTF-8 and UTF-16 differ, where '/' sorts against neighbours, and what needs escaping in JSON.
    private static readonly string[] Pieces = ["a", "B", "ä", "a\u0308", " ", "-", "/a", "0", "\uE000", "\uFF5E", "😀", "\U0010FFFF", "\"", "<", "#"];

    public static VideoPath Path(string text) => VideoPath.Parse(text);

    public static VideoId Id(string digits) =>
        VideoId.TryParse(digits, out var id) ? id : throw new ArgumentException($"'{digits}' is no id.", nameof(digits));

    /// <summary>Few different paths, so that independent sets overlap.</summary>
    public static Arbitrary<VideoPath> Paths { get; } = Gen.Choose(1, 3)
        .SelectMany(length => Gen.Elements(Pieces).ListOf(length))
        .Select(pieces => VideoPath.Parse("v" + string.Concat(pieces)))
        .ToArbitrary();

    public static Arbitrary<VideoPath[]> SetsOfPaths { get; } =
        Paths.Generator.ListOf().Resize(20).Select(paths => paths.Distinct().ToArray()).ToArbitrary();

    /// <summary>The same values each time, so that what passed once passes again.</summary>
    public static void Always(Property property, int runs) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true).WithReplay(20260101, 1));
}
