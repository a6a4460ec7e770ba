using System.Text;
using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>What people say about a video. All of it is optional. Equal when every part is.</summary>
/// <remarks>
/// A text is valid Unicode without control characters (a description may have line breaks and tabs), is not empty
/// (<c>null</c> says that there is none) and comes back from every catalogue exactly as it was given. Lengths are counted
/// in UTF-16 code units, which is what <see cref="string.Length"/> says. What breaks a rule cannot be made.
/// </remarks>
public sealed record CatalogDetails
{
    /// <summary>The longest title.</summary>
    public const int MaxTitleLength = 500;

    /// <summary>The longest description.</summary>
    public const int MaxDescriptionLength = 10_000;

    /// <summary>The most tags that a video has.</summary>
    public const int MaxTags = 50;

    /// <summary>The longest tag.</summary>
    public const int MaxTagLength = 100;

    /// <summary>The longest duration.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(365);

    /// <summary>Nothing is said.</summary>
    public static readonly CatalogDetails None = new();

    /// <summary>What to call the video, 1 to <see cref="MaxTitleLength"/> characters.</summary>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidEntry"/>.</exception>
    public string? Title
    {
        get;
        init => field = Checked(value, TitleProblem);
    }

    /// <summary>What it is about, 1 to <see cref="MaxDescriptionLength"/> characters.</summary>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidEntry"/>.</exception>
    public string? Description
    {
        get;
        init => field = Checked(value, DescriptionProblem);
    }

    /// <summary>How long it plays, 0 to <see cref="MaxDuration"/>; cut to whole milliseconds.</summary>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidEntry"/>.</exception>
    public TimeSpan? Duration
    {
        get;
        init => field = value is { } duration && !IsValid(duration)
            ? throw Invalid($"A duration is from 0 to {MaxDuration.TotalDays} days.")
            : WholeMilliseconds(value);
    }

    /// <summary>
    /// Words to find it by, at most <see cref="MaxTags"/> of 1 to <see cref="MaxTagLength"/> characters each, none twice.
    /// Upper and lower case differ; the order is kept. A copy is made.
    /// </summary>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidEntry"/>.</exception>
    public IReadOnlyList<string> Tags
    {
        get;
        init => field = TagsProblem(value) is { } problem ? throw Invalid(problem) : value.Count == 0 ? [] : [.. value];
    } = [];

    /// <summary>Where the store has a picture of it.</summary>
    public VideoPath? PosterPath
    {
        get;
        init => field = value == default(VideoPath) ? throw Invalid("The path of the poster is missing.") : value;
    }

    /// <summary>What a document says that somebody else may have written: what breaks a rule is taken as not said.</summary>
    /// <remarks>For catalogues. Tags that break a rule, come twice or are too many are left out one by one.</remarks>
    public static CatalogDetails OfDocument(
        string? title, string? description, TimeSpan? duration, IEnumerable<string?>? tags, string? posterPath)
    {
        var kept = tags?.OfType<string>().Where(tag => TagProblem(tag) is null).Distinct(StringComparer.Ordinal).Take(MaxTags).ToArray();
        if (title is null && description is null && duration is null && kept is null or [] && posterPath is null)
            return None;

        return new()
        {
            Title = title is not null && TitleProblem(title) is null ? title : null,
            Description = description is not null && DescriptionProblem(description) is null ? description : null,
            Duration = duration is { } time && IsValid(time) ? time : null,
            Tags = kept ?? [],
            PosterPath = VideoPath.TryParse(posterPath, out var poster) ? poster : null,
        };
    }

    /// <inheritdoc/>
    public bool Equals(CatalogDetails? other) =>
        other is not null
        && string.Equals(Title, other.Title, StringComparison.Ordinal)
        && string.Equals(Description, other.Description, StringComparison.Ordinal)
        && Duration == other.Duration
        && PosterPath == other.PosterPath
        && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Title, Description, Duration, Tags.Count, PosterPath);

    internal static string? TitleProblem(string title) => TextProblem("A title", title, MaxTitleLength, mayHaveLines: false);

    internal static string? TagProblem(string? tag) =>
        tag is null ? "A tag is missing." : TextProblem("A tag", tag, MaxTagLength, mayHaveLines: false);

    internal static VideoCatalogException Invalid(string message) => new(VideoCatalogError.InvalidEntry, message);

    private static string? DescriptionProblem(string description) =>
        TextProblem("A description", description, MaxDescriptionLength, mayHaveLines: true);

    private static string? TagsProblem(IReadOnlyList<string>? tags)
    {
        if (tags is null)
            return "Tags are a list, which may be empty.";

        if (tags.Count > MaxTags)
            return $"A video has at most {MaxTags} tags.";

        if (tags.Select(TagProblem).FirstOrDefault(problem => problem is not null) is { } problem)
            return problem;

        return tags.Distinct(StringComparer.Ordinal).Count() < tags.Count ? "A tag must not come twice." : null;
    }

    private static string? TextProblem(string what, string text, int maxLength, bool mayHaveLines)
    {
        if (text.Length == 0 || text.Length > maxLength)
            return $"{what} has 1 to {maxLength} characters.";

        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                return $"{what} must be valid Unicode: it has half of a surrogate pair.";

            if (Rune.IsControl(rune) && !(mayHaveLines && rune.Value is '\n' or '\r' or '\t'))
                return $"{what} must not have control characters: it has U+{rune.Value:X4}.";

            i += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static bool IsValid(TimeSpan duration) => duration >= TimeSpan.Zero && duration <= MaxDuration;

    private static TimeSpan? WholeMilliseconds(TimeSpan? duration) =>
        duration - new TimeSpan(duration.GetValueOrDefault().Ticks % TimeSpan.TicksPerMillisecond);

    private static string? Checked(string? text, Func<string, string?> problemOf) =>
        text is not null && problemOf(text) is { } problem ? throw Invalid(problem) : text;
}
