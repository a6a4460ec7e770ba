namespace FlixTube.Storage;

/// <summary>What <see cref="IVideoStore.ListPageAsync"/> may be asked for.</summary>
public readonly record struct ListOptions
{
    /// <summary>The largest page that every store can give (the limit of Amazon S3 and Google Cloud Storage).</summary>
    public const int MaxPageSize = 1000;

    private readonly int? _pageSize;

    /// <summary>
    /// What the paths must begin with, character by character; it need not end at a <c>/</c>. <c>null</c> or empty for all.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>The most videos in one page, 1 to <see cref="MaxPageSize"/>, which is also the default.</summary>
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
    /// Where to go on: the <see cref="VideoPage.NextPageToken"/> of a page of the same store with the same prefix.
    /// <c>null</c> for the first page.
    /// </summary>
    public string? PageToken { get; init; }
}
