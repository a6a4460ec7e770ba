using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Abstractions.Tests;

public sealed class ByteRangeTests
{
    private static readonly Gen<long> Small = Gen.Choose(0, 12).Select(number => (long)number);

    private static readonly Arbitrary<ByteRange> Ranges = Gen.OneOf(
        Small.Select(ByteRange.From),
        Small.Two().Select(pair => ByteRange.Slice(pair.Item1, 1 + pair.Item2)),
        Small.Select(ByteRange.Suffix)).ToArbitrary();

    [Test]
    public void A_range_is_the_bytes_that_it_names() => Prop.ForAll(Ranges, Small.ToArbitrary(), (range, videoLength) =>
    {
        // Each byte of the video on its own, and whether the range names it.
        var named = Enumerable.Range(0, (int)videoLength).Where(i =>
            range.IsSuffix ? i >= videoLength - range.Length : i >= range.Offset && (range.Length is null || i < range.Offset + range.Length)).ToArray();

        var resolved = range.TryResolve(videoLength, out var served);

        // A suffix of an empty video is the one range that is satisfied and names nothing.
        Assert.That(resolved, Is.EqualTo(named.Length > 0 || (range.IsSuffix && range.Length > 0)));
        if (resolved)
        {
            Assert.That(served.Length, Is.EqualTo(named.Length));
            Assert.That(served.Offset, Is.EqualTo(named.Length > 0 ? named[0] : videoLength));
            Assert.That(served.End, Is.EqualTo(served.Offset + named.Length));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void The_largest_numbers_do_not_overflow()
    {
        Assert.That(ByteRange.Slice(long.MaxValue - 1, 1).TryResolve(long.MaxValue, out var last));
        Assert.That(last, Is.EqualTo(new ServedRange(long.MaxValue - 1, 1)));
        Assert.That(ByteRange.Slice(0, long.MaxValue).TryResolve(long.MaxValue, out var all));
        Assert.That(all.End, Is.EqualTo(long.MaxValue));
        Assert.That(ByteRange.From(long.MaxValue).TryResolve(long.MaxValue, out _), Is.False);
        Assert.That(ByteRange.Suffix(long.MaxValue).TryResolve(1, out var suffix));
        Assert.That(suffix, Is.EqualTo(new ServedRange(0, 1)));
        Assert.That(() => ByteRange.Slice(2, long.MaxValue - 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Numbers_out_of_bounds_are_refused()
    {
        Assert.That(() => ByteRange.From(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Slice(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Slice(0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Suffix(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.From(0).TryResolve(-1, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void The_text_of_a_range_is_that_of_the_header()
    {
        Assert.That(ByteRange.From(500).ToString(), Is.EqualTo("500-"));
        Assert.That(ByteRange.Slice(0, 500).ToString(), Is.EqualTo("0-499"));
        Assert.That(ByteRange.Slice(long.MaxValue - 1, 1).ToString(), Is.EqualTo("9223372036854775806-9223372036854775806"));
        Assert.That(ByteRange.Suffix(500).ToString(), Is.EqualTo("-500"));
        Assert.That(default(ByteRange).ToString(), Is.EqualTo("0-"));
    }

    [Test]
    public void Default_is_everything_from_the_first_byte() => Assert.That(default(ByteRange), Is.EqualTo(ByteRange.From(0)));
}
