namespace FlixTube.Storage.Files;

/// <summary>What the exceptions of .NET's file system mean to the store and to its callers.</summary>
internal static class FileErrors
{
    private const int WindowsWriteProtected = 19;
    private const int WindowsSharingViolation = 32;
    private const int WindowsLockViolation = 33;
    private const int WindowsHandleDiskFull = 39;
    private const int WindowsDiskFull = 112;

    /// <summary>Whether somebody else holds the file locked.</summary>
    public static bool MeansLocked(IOException exception) =>
        OperatingSystem.IsWindows()
            ? WindowsCode(exception) is WindowsSharingViolation or WindowsLockViolation
            : exception.HResult == UnixErrors.WouldBlock;

    /// <summary>Whether no file can be moved to a place, whoever tries.</summary>
    public static bool MeansImpossiblePlace(Exception exception) =>
        exception is PathTooLongException
        || (exception is IOException && !OperatingSystem.IsWindows() && UnixErrors.MeansImpossiblePlace(exception.HResult));

    /// <summary>Says in the store's words what went wrong; what is no error of the file system is a defect.</summary>
    public static VideoStoreException Translate(Exception exception, VideoPath? path)
    {
        if (exception is VideoStoreException known)
            return known;

        var subject = path is { } video ? $"the video '{video}'" : "the folder of videos";
        var (error, message) = exception switch
        {
            UnauthorizedAccessException => (VideoStoreError.PermissionDenied, $"The operating system denies access to {subject}: {exception.Message}"),
            IOException when MeansReadOnly(exception) => (VideoStoreError.PermissionDenied, $"The file system of {subject} is read-only."),
            IOException when MeansFull(exception) => (VideoStoreError.Unavailable, $"There is no room for {subject}: the disk is full or its quota used up."),
            IOException when MeansOtherFileSystem(exception) => (VideoStoreError.Unsupported, $"The file of {subject} is on another file system than the store's own folder: it cannot be replaced in one step."),
            IOException => (VideoStoreError.Unavailable, $"The file system failed on {subject}: {exception.Message}"),
            _ => (VideoStoreError.Internal, $"Something unforeseen happened to {subject}: {exception.Message}"),
        };
        return new VideoStoreException(error, message, exception) { Path = path };
    }

    private static bool MeansReadOnly(Exception exception) =>
        OperatingSystem.IsWindows()
            ? WindowsCode(exception) == WindowsWriteProtected
            : exception.HResult == UnixErrors.ReadOnlyFileSystem;

    private static bool MeansFull(Exception exception) =>
        OperatingSystem.IsWindows()
            ? WindowsCode(exception) is WindowsHandleDiskFull or WindowsDiskFull
            : exception.HResult == UnixErrors.NoSpace || exception.HResult == UnixErrors.QuotaExceeded;

    private static bool MeansOtherFileSystem(Exception exception) =>
        !OperatingSystem.IsWindows() && exception.HResult == UnixErrors.OtherFileSystem;

    private static int WindowsCode(Exception exception) => exception.HResult & 0xFFFF;
}
