using FlixTube.Host.Streaming;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class RangeHeaderTests
{
    [TestCase("bytes=0-0", "0-0")]
    [TestCase("bytes=0-499", "0-499")]
    [TestCase("bytes=500-", "500-")]
    [TestCase("bytes=-500", "-500")]
    [TestCase("bytes=-0", "-0")]
    [TestCase("BYTES=1-2", "1-2", Description = "14.1: units are case-insensitive")]
    [TestCase("Bytes=007-0010", "7-10", Description = "leading zeros are digits")]
    [TestCase("bytes=0-0,-1", "0-0 -1")]
    [TestCase("bytes=9-9, 5-6 ,\t1-2", "9-9 5-6 1-2", Description = "the order is kept")]
    [TestCase("bytes=,,0-1, ,2-3,", "0-1 2-3", Description = "5.6.1.2: empty elements")]
    [TestCase("bytes=99999999999999999999-", "9223372036854775807-", Description = "more than 64 bits")]
    [TestCase("bytes=5-99999999999999999999", "5-", Description = "more than 64 bits")]
    [TestCase("bytes=5-9223372036854775807", "5-")]
    [TestCase("bytes=5-9223372036854775806", "5-9223372036854775806")]
    [TestCase("bytes=-99999999999999999999", "-9223372036854775807")]
    [TestCase("bytes=99999999999999999998-99999999999999999999", "9223372036854775807-")]
    public void A_valid_header_is_read_in_order(string header, string ranges) =>
        Assert.That(string.Join(' ', RangeHeader.Parse(header)!), Is.EqualTo(ranges));

    [TestCase("")]
    [TestCase("bytes")]
    [TestCase("bytes=")]
    [TestCase("bytes=,")]
    [TestCase("bytes= , ,")]
    [TestCase("bytes=-")]
    [TestCase("bytes=--1")]
    [TestCase("bytes=1")]
    [TestCase("bytes=a-b")]
    [TestCase("bytes=0-1x")]
    [TestCase("bytes=0 - 1")]
    [TestCase("bytes=+0-1")]
    [TestCase("bytes=0x0-1")]
    [TestCase("bytes=0-1-2")]
    [TestCase("bytes=2-1", Description = "14.1.1: first > last is invalid")]
    [TestCase("bytes=0-1,2-1", Description = "one invalid range spoils all")]
    [TestCase("bytes=99999999999999999999-99999999999999999998", Description = "also beyond 64 bits")]
    [TestCase("bytes=0-1;2-3")]
    [TestCase("bytes =0-1")]
    [TestCase("bytes:0-1")]
    [TestCase("items=0-1", Description = "14.2: an unknown unit is ignored")]
    [TestCase("bytesx=0-1")]
    [TestCase("bytes=٠-١", Description = "digits of another script")]
    public void Anything_else_is_ignored(string header) =>
        Assert.That(RangeHeader.Parse(header), Is.Null);

    [Test]
    public void No_header_is_no_range() => Assert.That(RangeHeader.Parse(StringValues.Empty), Is.Null);

    [Test]
    public void More_than_one_line_is_ignored() =>
        Assert.That(RangeHeader.Parse(new StringValues(["bytes=0-1", "bytes=2-3"])), Is.Null);

    [Test]
    public void No_text_makes_it_throw() =>
        Properties.HoldsFor(Properties.HeaderText, text => RangeHeader.Parse("bytes=" + text), count: 3000);
}
