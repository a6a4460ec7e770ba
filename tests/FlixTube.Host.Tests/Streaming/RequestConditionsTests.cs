using FlixTube.Host.Streaming;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class RequestConditionsTests
{
    private static readonly DateTimeOffset Modified = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);
    private static readonly Validators Video = new("\"now\"", Modified, Modified.AddHours(1));

    // A header's value, and whether what it says of the video is true; null when the header must be ignored.
    private static readonly (string? Value, bool? Holds)[] IfMatch =
    [
        (null, null), ("*", true), ("\"now\"", true), ("\"old\", \"now\"", true), ("\"old\"", false),
        ("W/\"now\"", false), ("now", false), ("", false),
    ];

    private static readonly (string? Value, bool? Holds)[] IfNoneMatch =
    [
        (null, null), ("*", false), ("\"now\"", false), ("\"old\", W/\"now\"", false), ("W/\"now\"", false),
        ("\"old\"", true), ("now", true), ("", true),
    ];

    private static readonly (string? Value, bool? Holds)[] IfUnmodifiedSince =
    [
        (null, null), (At(0), true), (At(1), true), (At(-1), false), (At(100_000), true), ("yesterday", null), ($"{At(-1)}, {At(-1)}", null),
    ];

    private static readonly (string? Value, bool? Holds)[] IfModifiedSince =
    [
        (null, null), (At(0), false), (At(1), false), (At(-1), true), (At(100_000), false), ("yesterday", null), ($"{At(1)}, {At(1)}", null),
    ];

    private static readonly (string? Value, bool? Holds)[] IfRange =
    [
        (null, null), ("\"now\"", true), (At(0), true), ("\"old\"", false), ("W/\"now\"", false), (At(1), false), (At(-1), false),
        ("*", false), ("now", false), ("", false), ("\"now\", \"now\"", false),
    ];

    [Test]
    public void Every_combination_is_evaluated_in_the_order_of_section_13_2_2()
    {
        var combinations =
            from match in IfMatch
            from unmodified in IfUnmodifiedSince
            from noneMatch in IfNoneMatch
            from modified in IfModifiedSince
            from range in IfRange
            select (match, unmodified, noneMatch, modified, range);

        foreach (var (match, unmodified, noneMatch, modified, range) in combinations)
        {
            var conditions = new RequestConditions
            {
                IfMatch = match.Value,
                IfUnmodifiedSince = unmodified.Value,
                IfNoneMatch = noneMatch.Value,
                IfModifiedSince = modified.Value,
                IfRange = range.Value,
            };

            if (conditions.Evaluate(Video) != Model(match.Holds, unmodified.Holds, noneMatch.Holds, modified.Holds, range.Holds))
                Assert.Fail($"{conditions} is {conditions.Evaluate(Video)}");
        }
    }

    [TestCase("Monday, 06-May-24 07:08:09 GMT")]
    [TestCase("Mon May  6 07:08:09 2024")]
    public void Dates_are_read_in_the_old_formats_as_well(string date)
    {
        Assert.That(new RequestConditions { IfModifiedSince = date }.Evaluate(Video), Is.EqualTo(ConditionOutcome.NotModified));
        Assert.That(new RequestConditions { IfRange = date }.Evaluate(Video), Is.EqualTo(ConditionOutcome.Proceed));
    }

    [Test]
    public void A_date_of_the_present_second_is_no_strong_validator()
    {
        var fresh = Video with { Date = Modified };
        Assert.That(new RequestConditions { IfRange = At(0) }.Evaluate(fresh), Is.EqualTo(ConditionOutcome.IgnoreRange));
        Assert.That(new RequestConditions { IfRange = "\"now\"" }.Evaluate(fresh), Is.EqualTo(ConditionOutcome.Proceed));
        Assert.That(new RequestConditions { IfModifiedSince = At(0) }.Evaluate(fresh), Is.EqualTo(ConditionOutcome.NotModified));
    }

    [Test]
    public void Two_lines_of_a_header_that_is_no_list_are_no_date()
    {
        StringValues twice = new([At(1), At(1)]);
        Assert.That(new RequestConditions { IfModifiedSince = twice }.Evaluate(Video), Is.EqualTo(ConditionOutcome.Proceed));
        Assert.That(new RequestConditions { IfRange = new(["\"now\"", "\"now\""]) }.Evaluate(Video), Is.EqualTo(ConditionOutcome.IgnoreRange));
    }

    [Test]
    public void If_range_that_holds_was_not_given_up_before()
    {
        foreach (var (value, holds) in IfRange.Where(r => r.Value is not null))
        {
            var mayHold = new RequestConditions { IfRange = value }.IfRangeMayHold(Video.Date);
            Assert.That(mayHold || holds is not true, Is.True, value);
        }
    }

    [TestCase("W/\"now\"")]
    [TestCase("now")]
    [TestCase("*")]
    [TestCase("")]
    [TestCase("\"")]
    public void If_range_that_can_never_hold_is_given_up_at_once(string value) =>
        Assert.That(new RequestConditions { IfRange = value }.IfRangeMayHold(Video.Date), Is.False);

    [Test]
    public void No_text_makes_it_throw()
    {
        var header = Properties.HeaderText.Select(text => (StringValues)text);
        var conditions = header.Two().SelectMany(tags => header.Three(), (tags, dates) => new RequestConditions
        {
            IfMatch = tags.Item1,
            IfNoneMatch = tags.Item2,
            IfModifiedSince = dates.Item1,
            IfUnmodifiedSince = dates.Item2,
            IfRange = dates.Item3,
        });
        Properties.HoldsFor(conditions, c => c.Evaluate(Video));
    }

    // Section 13.2.2, step by step, on what each header says.
    private static ConditionOutcome Model(bool? match, bool? unmodified, bool? noneMatch, bool? modified, bool? range)
    {
        var step1or2 = match ?? unmodified ?? true;
        if (!step1or2)
            return ConditionOutcome.Failed;

        var step3or4 = noneMatch ?? modified ?? true;
        if (!step3or4)
            return ConditionOutcome.NotModified;

        return range ?? true ? ConditionOutcome.Proceed : ConditionOutcome.IgnoreRange;
    }

    private static string At(int seconds) => HttpDate.Format(Modified.AddSeconds(seconds));
}
