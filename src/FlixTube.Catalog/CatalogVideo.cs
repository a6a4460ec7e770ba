using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>What the catalogue knows about a video.</summary>
public sealed record CatalogVideo
{
    /// <summary>What viewers ask for.</summary>
    public required VideoId Id { get; init; }

    /// <summary>Where the store has it. It never changes: another path is another video.</summary>
    public required VideoPath Path { get; init; }

    /// <summary>
    /// Which state of the entry this is: opaque, 1 to 64 of the characters <c>A-Z a-z 0-9 - _ .</c>, so that it can be an HTTP entity tag.
    /// </summary>
    /// <remarks>
    /// An entry that was changed, by anyone, must get a version that no other state of an entry with this id ever had. An
    /// update that changes nothing may keep it.
    /// </remarks>
    public required string Version { get; init; }

    /// <summary>When the catalogue first heard of it, in UTC and whole milliseconds; <c>null</c> when the entry does not say. It never changes.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>What people say about it.</summary>
    public CatalogDetails Details { get; init; } = CatalogDetails.None;
}

/// <summary>One page of the catalogue.</summary>
/// <param name="Videos">In the order asked for. There may be fewer than asked for, even none, and others still follow.</param>
/// <param name="NextPageToken">What to pass for the next page; <c>null</c> on the last.</param>
public sealed record CatalogPage(IReadOnlyList<CatalogVideo> Videos, string? NextPageToken);
