using FlixTube.Host.Streaming;
using FsCheck.Fluent;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class HttpDateTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [TestCase("Sun, 06 Nov 1994 08:49:37 GMT")]
    [TestCase("Sunday, 06-Nov-94 08:49:37 GMT")]
    [TestCase("Sun Nov  6 08:49:37 1994")]
    [TestCase("  Sun, 06 Nov 1994 08:49:37 GMT\t")]
    public void All_three_formats_of_section_5_6_7_are_read(string text)
    {
        Assert.That(HttpDate.TryParse(text, Now, out var date), Is.True);
        Assert.That(date, Is.EqualTo(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero)));
    }

    [Test]
    public void A_day_of_two_digits_is_read_in_the_asctime_format()
    {
        Assert.That(HttpDate.TryParse("Wed Nov 16 08:49:37 1994", Now, out var date), Is.True);
        Assert.That(date, Is.EqualTo(new DateTimeOffset(1994, 11, 16, 8, 49, 37, TimeSpan.Zero)));
    }

    [TestCase("Saturday, 01-Jan-00 00:00:00 GMT", 2000)]
    [TestCase("Tuesday, 01-Jan-74 00:00:00 GMT", 1974, Description = "not 2074: that is a Monday")]
    [TestCase("Monday, 06-May-24 07:08:09 GMT", 2024)]
    [TestCase("Thursday, 01-Jan-70 00:00:00 GMT", 1970, Description = "not 2070: that is a Wednesday")]
    public void Two_digits_of_a_year_mean_the_latest_that_is_not_50_years_ahead(string text, int year)
    {
        var now = year is 1974 or 1970 ? new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero) : Now;
        Assert.That(HttpDate.TryParse(text, now, out var date), Is.True);
        Assert.That(date.Year, Is.EqualTo(year));
    }

    [Test]
    public void A_year_up_to_50_years_ahead_is_in_the_future()
    {
        Assert.That(HttpDate.TryParse("Wednesday, 01-Jan-70 00:00:00 GMT", Now, out var date), Is.True);
        Assert.That(date.Year, Is.EqualTo(2070));
    }

    [TestCase("")]
    [TestCase("yesterday")]
    [TestCase("1715065689")]
    [TestCase("2024-05-06T07:08:09Z")]
    [TestCase("Sun, 06 Nov 1994 08:49:37")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 UTC")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 +0000")]
    [TestCase("Sun, 6 Nov 1994 08:49:37 GMT")]
    [TestCase("sun, 06 nov 1994 08:49:37 gmt", Description = "5.6.7: HTTP-date is case sensitive")]
    [TestCase("Mon, 06 Nov 1994 08:49:37 GMT", Description = "it was a Sunday")]
    [TestCase("Sun, 31 Feb 1994 08:49:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 24:49:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT")]
    [TestCase("Monday, 06-Nov-94 08:49:37 GMT")]
    [TestCase("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [TestCase("Sun Nov 6 08:49:37 1994")]
    public void Anything_else_is_no_date(string text) =>
        Assert.That(HttpDate.TryParse(text, Now, out _), Is.False);

    [Test]
    public void What_is_written_is_read_back() =>
        Properties.HoldsFor(Gen.Choose(-2_000_000_000, 2_000_000_000), seconds =>
        {
            var date = Now.AddSeconds(seconds);
            Assert.That(HttpDate.TryParse(HttpDate.Format(date), Now, out var read), Is.True);
            Assert.That(read, Is.EqualTo(date));
        });

    [Test]
    public void No_text_makes_it_throw() =>
        Properties.HoldsFor(Properties.HeaderText, text => _ = HttpDate.TryParse(text, Now, out _));
}
