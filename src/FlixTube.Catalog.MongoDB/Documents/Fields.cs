namespace FlixTube.Catalog.MongoDB.Documents;

/// <summary>The fields of a document that are read and written; all others are left alone.</summary>
internal static class Fields
{
    public static ReadOnlySpan<byte> Id => "_id"u8;

    public static ReadOnlySpan<byte> Path => "videoPath"u8;

    /// <summary>A date.</summary>
    public static ReadOnlySpan<byte> RegisteredAt => "registeredAt"u8;

    public static ReadOnlySpan<byte> Title => "title"u8;

    public static ReadOnlySpan<byte> Description => "description"u8;

    /// <summary>In seconds, whole or with a fraction.</summary>
    public static ReadOnlySpan<byte> Duration => "duration"u8;

    /// <summary>Texts.</summary>
    public static ReadOnlySpan<byte> Tags => "tags"u8;

    public static ReadOnlySpan<byte> PosterPath => "posterPath"u8;
}
