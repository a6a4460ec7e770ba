namespace FlixTube.Catalog.Files;

/// <summary>What the operating system's refusals mean for the catalogue.</summary>
internal static class FolderFailure
{
    // The errno values that .NET hands on as HResult, alike on Linux and macOS; Windows has ERROR_DISK_FULL.
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static VideoCatalogException Of(Exception e, string root) => e switch
    {
        VideoCatalogException known => known,
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } => new(
            VideoCatalogError.PermissionDenied,
            $"The catalogue's folder '{root}' refuses the access. Let this process read and write it, or set Catalog:File:Root to another folder.",
            e),
        IOException { HResult: NoSpaceLeft or WindowsDiskFull } => new(
            VideoCatalogError.Unavailable,
            $"There is no room left for the catalogue's folder '{root}'. Make room on its disk.",
            e),
        IOException => new(
            VideoCatalogError.Unavailable,
            $"The catalogue's folder '{root}' cannot be used: {e.Message} Repair it, or set Catalog:File:Root to another folder.",
            e),
        FormatException => new(
            VideoCatalogError.Internal, $"A document in the catalogue's folder '{root}' cannot be changed, for {e.Message}. Correct it, or delete it.", e),
        _ => new(VideoCatalogError.Internal, $"The catalogue in '{root}' failed unexpectedly: {e.Message}", e),
    };

    /// <summary>
    /// The folder was there and is not any more, as when its disk was unmounted: beginning an empty catalogue in its
    /// place would hide what the operator must see.
    /// </summary>
    public static VideoCatalogException Gone(string root) => new(
        VideoCatalogError.Unavailable,
        $"The catalogue's folder '{root}' is gone since it was read. Bring it back, or restart to begin an empty catalogue.");
}
