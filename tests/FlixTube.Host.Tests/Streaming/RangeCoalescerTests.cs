using FlixTube.Host.Streaming;
using FlixTube.Storage;
using FsCheck.Fluent;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class RangeCoalescerTests
{
    [TestCase("0-9", "0-9")]
    [TestCase("0-9,5-14", "0-14", Description = "overlap")]
    [TestCase("0-9,10-19", "0-19", Description = "touch")]
    [TestCase("0-9,89-99", "0-99", Description = "79 bytes between them")]
    [TestCase("0-9,90-99", "0-9 90-99", Description = "80 bytes between them")]
    [TestCase("0-99,10-19", "0-99", Description = "one within another")]
    [TestCase("0-9,0-9,0-9", "0-9")]
    [TestCase("900-,0-9,500-", "500- 0-9", Description = "the merged one stands where its first member stood")]
    [TestCase("9000-9009,0-9,5000-5009,3-12", "9000-9009 0-12 5000-5009")]
    [TestCase("1000-,5000-5009", "1000-")]
    [TestCase("-5,0-0,-10,-1", "-10 0-0", Description = "suffixes merge into the longest")]
    [TestCase("9223372036854775800-,9223372036854775807-", "9223372036854775800-")]
    public void Ranges_near_each_other_are_merged(string header, string expected) =>
        Assert.That(string.Join(' ', RangeCoalescer.Coalesce(RangeHeader.Parse("bytes=" + header)!)), Is.EqualTo(expected));

    [Test]
    public void No_byte_is_in_two_results_but_for_one_suffix()
    {
        var range = Gen.Choose(0, 2000).Two().Select(r => ByteRange.Slice(r.Item1, 1 + (r.Item2 / 10)));
        Properties.HoldsFor(range.NonEmptyListOf().Select(l => l.ToList()), ranges =>
        {
            var merged = RangeCoalescer.Coalesce(ranges).OrderBy(r => r.Offset).ToList();

            foreach (var (left, right) in merged.Zip(merged.Skip(1)))
                Assert.That(right.Offset - (left.Offset + left.Length), Is.GreaterThanOrEqualTo(RangeCoalescer.Gap));
        });
    }

    [Test]
    public void Merging_again_changes_nothing()
    {
        var range = Gen.Frequency(
            (5, Gen.Choose(0, 2000).Two().Select(r => ByteRange.Slice(r.Item1, 1 + (r.Item2 / 10)))),
            (1, Gen.Choose(0, 2000).Select(o => ByteRange.From(o))),
            (1, Gen.Choose(0, 2000).Select(n => ByteRange.Suffix(n))));
        Properties.HoldsFor(range.NonEmptyListOf().Select(l => l.ToList()), ranges =>
        {
            var merged = RangeCoalescer.Coalesce(ranges);
            Assert.That(RangeCoalescer.Coalesce(merged), Is.EqualTo(merged));
        });
    }
}
