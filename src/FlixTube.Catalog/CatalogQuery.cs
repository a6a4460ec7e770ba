namespace FlixTube.Catalog;

/// <summary>In which order <see cref="IVideoCatalog.ListPageAsync"/> lists. Entries that are alike in it come in the order of their paths.</summary>
public enum CatalogOrder
{
    /// <summary>Ascending by the UTF-8 bytes of the path.</summary>
    Path = 0,

    /// <summary>First those without a title, then ascending by the UTF-8 bytes of the title: upper case comes before lower case.</summary>
    Title,

    /// <summary>Descending by <see cref="CatalogVideo.RegisteredAt"/>, last those that do not say it.</summary>
    Newest,
}

/// <summary>Which entries to list or count. An entry must fulfil everything that is not <c>null</c>; <c>default</c> is all.</summary>
public readonly record struct CatalogFilter
{
    /// <summary>
    /// What the title must begin with, 1 to <see cref="CatalogDetails.MaxTitleLength"/> characters, upper or lower case.
    /// </summary>
    /// <remarks>
    /// Case must not matter for letters of ASCII, Latin-1, Greek and Cyrillic whose two cases are one character each;
    /// whether it does for others is up to the catalogue. Nothing is normalized, and no character has a special meaning.
    /// </remarks>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidEntry"/>: it could not begin a title.</exception>
    public string? TitlePrefix
    {
        get;
        init => field = value is not null && CatalogDetails.TitleProblem(value) is { } problem ? throw CatalogDetails.Invalid(problem) : value;
    }

    /// <summary>One of its tags, exactly.</summary>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidEntry"/>: it could not be a tag.</exception>
    public string? Tag
    {
        get;
        init => field = value is not null && CatalogDetails.TagProblem(value) is { } problem ? throw CatalogDetails.Invalid(problem) : value;
    }
}

/// <summary>What <see cref="IVideoCatalog.ListPageAsync"/> may be asked for.</summary>
public readonly record struct CatalogQuery
{
    /// <summary>The largest page that every catalogue can give.</summary>
    public const int MaxPageSize = 1000;

    private readonly int? _pageSize;

    /// <summary>Which entries.</summary>
    public CatalogFilter Filter { get; init; }

    /// <summary>In which order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the enumeration's.</exception>
    public CatalogOrder Order
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such order.");
    }

    /// <summary>The most entries in one page, 1 to <see cref="MaxPageSize"/>, which is also the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside these bounds.</exception>
    public int PageSize
    {
        get => _pageSize ?? MaxPageSize;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxPageSize);
            _pageSize = value;
        }
    }

    /// <summary>
    /// Where to go on: the <see cref="CatalogPage.NextPageToken"/> of a page of the same catalogue with the same filter and
    /// order. <c>null</c> for the first page.
    /// </summary>
    public string? PageToken { get; init; }
}
