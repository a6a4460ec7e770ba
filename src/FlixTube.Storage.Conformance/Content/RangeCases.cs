using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>Every edge of a range, with what RFC 9110 section 14.1.2 says of it written out.</summary>
internal static class RangeCases
{
    public static IEnumerable<TestCaseData> Satisfiable()
    {
        yield return Case(10, default, 0, 10).SetArgDisplayNames("default of 10", "0", "10");
        yield return Case(10, ByteRange.From(0), 0, 10);
        yield return Case(10, ByteRange.From(1), 1, 9);
        yield return Case(10, ByteRange.From(9), 9, 1);
        yield return Case(10, ByteRange.Slice(0, 1), 0, 1);
        yield return Case(10, ByteRange.Slice(0, 9), 0, 9);
        yield return Case(10, ByteRange.Slice(0, 10), 0, 10);
        yield return Case(10, ByteRange.Slice(0, 11), 0, 10);
        yield return Case(10, ByteRange.Slice(0, long.MaxValue), 0, 10);
        yield return Case(10, ByteRange.Slice(1, long.MaxValue - 1), 1, 9);
        yield return Case(10, ByteRange.Slice(3, 4), 3, 4);
        yield return Case(10, ByteRange.Slice(8, 2), 8, 2);
        yield return Case(10, ByteRange.Slice(8, 3), 8, 2);
        yield return Case(10, ByteRange.Slice(9, 1), 9, 1);
        yield return Case(10, ByteRange.Slice(9, 2), 9, 1);
        yield return Case(10, ByteRange.Slice(9, int.MaxValue), 9, 1);
        yield return Case(10, ByteRange.Slice(5, 1L << 33), 5, 5);
        yield return Case(10, ByteRange.Suffix(1), 9, 1);
        yield return Case(10, ByteRange.Suffix(4), 6, 4);
        yield return Case(10, ByteRange.Suffix(9), 1, 9);
        yield return Case(10, ByteRange.Suffix(10), 0, 10);
        yield return Case(10, ByteRange.Suffix(11), 0, 10);
        yield return Case(10, ByteRange.Suffix(1L << 33), 0, 10);
        yield return Case(10, ByteRange.Suffix(long.MaxValue), 0, 10);
        yield return Case(1, ByteRange.From(0), 0, 1);
        yield return Case(1, ByteRange.Slice(0, 1), 0, 1);
        yield return Case(1, ByteRange.Slice(0, 2), 0, 1);
        yield return Case(1, ByteRange.Suffix(1), 0, 1);
        yield return Case(1, ByteRange.Suffix(2), 0, 1);
        yield return Case(0, ByteRange.Suffix(1), 0, 0);
        yield return Case(0, ByteRange.Suffix(long.MaxValue), 0, 0);
        yield return Case(100_000, ByteRange.Slice(99_999, 1), 99_999, 1);
        yield return Case(100_000, ByteRange.Slice(0, 99_999), 0, 99_999);
        yield return Case(100_000, ByteRange.From(50_000), 50_000, 50_000);
        yield return Case(100_000, ByteRange.Suffix(70_000), 30_000, 70_000);

        static TestCaseData Case(int videoLength, ByteRange range, int offset, int length) =>
            new TestCaseData(videoLength, range, offset, length).SetArgDisplayNames($"{range} of {videoLength}", $"{offset}", $"{length}");
    }

    /// <summary>One of each kind for a video of ten bytes, satisfiable or not.</summary>
    public static IEnumerable<TestCaseData> OfTenBytes()
    {
        ByteRange[] ranges =
        [
            ByteRange.From(0), ByteRange.From(9), ByteRange.From(10), ByteRange.From(15), ByteRange.From(long.MaxValue),
            ByteRange.Slice(2, 3), ByteRange.Slice(10, 1), ByteRange.Suffix(0), ByteRange.Suffix(5), ByteRange.Suffix(15),
        ];
        return ranges.Select(range => new TestCaseData(range).SetArgDisplayNames(range.ToString()));
    }

    public static IEnumerable<TestCaseData> Unsatisfiable()
    {
        yield return Case(10, ByteRange.From(10));
        yield return Case(10, ByteRange.From(11));
        yield return Case(10, ByteRange.From(int.MaxValue));
        yield return Case(10, ByteRange.From(1L << 32));
        yield return Case(10, ByteRange.From(long.MaxValue));
        yield return Case(10, ByteRange.Slice(10, 1));
        yield return Case(10, ByteRange.Slice(10, 10));
        yield return Case(10, ByteRange.Slice(long.MaxValue - 1, 1));
        yield return Case(10, ByteRange.Suffix(0));
        yield return Case(1, ByteRange.From(1));
        yield return Case(1, ByteRange.Slice(1, 1));
        yield return Case(1, ByteRange.Suffix(0));
        yield return Case(0, ByteRange.From(0));
        yield return Case(0, ByteRange.From(1));
        yield return Case(0, ByteRange.Slice(0, 1));
        yield return Case(0, ByteRange.Suffix(0));

        static TestCaseData Case(int videoLength, ByteRange range) =>
            new TestCaseData(videoLength, range).SetArgDisplayNames($"{range} of {videoLength}");
    }
}
