using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>What the catalogue knows about a video.</summary>
public sealed record CatalogVideo
{
    /// <summary>What viewers ask for.</summary>
    public required VideoId Id { get; init; }

    /// <summary>Where the store has it.</summary>
    public required VideoPath Path { get; init; }

    /// <summary>When the catalogue first heard of it, in UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }
}

/// <summary>One page of the catalogue.</summary>
/// <param name="Videos">In ascending order of their paths' UTF-8 bytes.</param>
/// <param name="NextPageToken">What to pass for the next page; <c>null</c> on the last.</param>
public sealed record CatalogPage(IReadOnlyList<CatalogVideo> Videos, string? NextPageToken);
