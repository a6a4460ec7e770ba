namespace FlixTube.Catalog;

/// <summary>Everything that can go wrong in a catalogue: a closed set.</summary>
public enum CatalogError
{
    /// <summary>A defect, or data that the catalogue does not understand.</summary>
    Internal = 0,

    /// <summary>The page token was not made by this catalogue.</summary>
    InvalidPageToken,

    /// <summary>The catalogue's storage refuses the access.</summary>
    PermissionDenied,

    /// <summary>The catalogue's storage cannot be reached, is failing or has no room.</summary>
    Unavailable,
}

/// <summary>The one exception that catalogues throw. The message is for operators and names no secret.</summary>
public sealed class CatalogException(CatalogError error, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What went wrong.</summary>
    public CatalogError Error { get; } = error;
}
