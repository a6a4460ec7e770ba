using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Streaming;

/// <summary>What the conditions of a request make of it.</summary>
internal enum ConditionOutcome
{
    /// <summary>Answer as if there were no conditions.</summary>
    Proceed = 0,

    /// <summary>Answer, but as if there were no <c>Range</c>.</summary>
    IgnoreRange,

    /// <summary>304.</summary>
    NotModified,

    /// <summary>412.</summary>
    Failed,
}

/// <summary>The conditional headers of a GET or HEAD (RFC 9110 section 13.1).</summary>
internal readonly record struct RequestConditions
{
    public StringValues IfMatch { get; init; }

    public StringValues IfUnmodifiedSince { get; init; }

    public StringValues IfNoneMatch { get; init; }

    public StringValues IfModifiedSince { get; init; }

    public StringValues IfRange { get; init; }

    /// <summary>Whether there is any.</summary>
    public bool Any => IfMatch.Count + IfUnmodifiedSince.Count + IfNoneMatch.Count + IfModifiedSince.Count + IfRange.Count > 0;

    public static RequestConditions Of(IHeaderDictionary headers) => new()
    {
        IfMatch = headers.IfMatch,
        IfUnmodifiedSince = headers.IfUnmodifiedSince,
        IfNoneMatch = headers.IfNoneMatch,
        IfModifiedSince = headers.IfModifiedSince,
        IfRange = headers.IfRange,
    };

    /// <summary>Evaluates in the order of RFC 9110 section 13.2.2.</summary>
    public ConditionOutcome Evaluate(in Validators video)
    {
        if (IfMatch.Count > 0)
        {
            if (!EntityTagList.Names(IfMatch, video.EntityTag, weakly: false))
                return ConditionOutcome.Failed;
        }
        else if (TryGetDate(IfUnmodifiedSince, video, out var unmodifiedSince) && video.LastModified > unmodifiedSince)
        {
            return ConditionOutcome.Failed;
        }

        if (IfNoneMatch.Count > 0)
        {
            if (EntityTagList.Names(IfNoneMatch, video.EntityTag, weakly: true))
                return ConditionOutcome.NotModified;
        }
        else if (TryGetDate(IfModifiedSince, video, out var modifiedSince) && video.LastModified <= modifiedSince)
        {
            return ConditionOutcome.NotModified;
        }

        return IfRangeHolds(video) ? ConditionOutcome.Proceed : ConditionOutcome.IgnoreRange;
    }

    /// <summary>
    /// Whether <c>If-Range</c> can hold for some video: when not, the range need not be asked of the store at all.
    /// </summary>
    public bool IfRangeMayHold(DateTimeOffset now)
    {
        if (IfRange.Count == 0)
            return true;

        var value = IfRange[0].AsSpan().Trim(" \t");
        return IfRange.Count == 1 && (value is ['"', .., '"'] || HttpDate.TryParse(value, now, out _));
    }

    // RFC 9110 section 13.1.5: a tag is compared strongly, so that a weak one never matches; a date must be exact.
    private bool IfRangeHolds(in Validators video)
    {
        if (IfRange.Count == 0)
            return true;

        if (IfRange.Count == 1 && IfRange[0].AsSpan().Trim(" \t").SequenceEqual(video.EntityTag))
            return true;

        return TryGetDate(IfRange, video, out var date) && date == video.LastModified && video.LastModifiedIsStrong;
    }

    // What is not one valid date is ignored (sections 13.1.3 and 13.1.4).
    private static bool TryGetDate(StringValues header, in Validators video, out DateTimeOffset date)
    {
        date = default;
        return header.Count == 1 && HttpDate.TryParse(header[0], video.Date, out date);
    }
}
