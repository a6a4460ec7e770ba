using System.Runtime.InteropServices;

namespace FlixTube.Storage.Files;

/// <summary>
/// The error numbers of Unix, which are also the <see cref="Exception.HResult"/> of an <see cref="IOException"/> there.
/// Linux and the BSDs, macOS among them, agree on the old ones only.
/// </summary>
internal static class UnixErrors
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int OtherFileSystem = 18;
    public const int NotDirectory = 20;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int TooManyNames = 31;

    private static readonly bool Linux = OperatingSystem.IsLinux();

    public static int WouldBlock => Linux ? 11 : 35;

    public static int QuotaExceeded => Linux ? 122 : 69;

    private static int NameTooLong => Linux ? 36 : 63;

    private static int LinksInCircles => Linux ? 40 : 62;

    private static int IllegalName => Linux ? 84 : 92;

    private static int NoSuchCall => Linux ? 38 : 78;

    private static int NotSupported => Linux ? 95 : 45;

    /// <summary>Whether nothing can be at a path that was refused so.</summary>
    public static bool MeansMissing(int error) =>
        error is NoEntry or NotDirectory or Invalid || error == NameTooLong || error == LinksInCircles || error == IllegalName;

    /// <summary>Whether the file system has no hard links, or no more of them.</summary>
    public static bool MeansNoHardLinks(int error) =>
        error is NotPermitted or TooManyNames || error == NoSuchCall || error == NotSupported;

    /// <summary>Whether no file can be moved to this place, whoever tries.</summary>
    public static bool MeansImpossiblePlace(int error) =>
        error is OtherFileSystem or Invalid || error == NameTooLong || error == IllegalName;

    /// <summary>The exception that .NET itself would throw.</summary>
    public static Exception ToException(int error, string path)
    {
        var exception = new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
        return error switch
        {
            NotPermitted or AccessDenied => new UnauthorizedAccessException(exception.Message, exception),
            NoEntry or NotDirectory => new DirectoryNotFoundException(exception.Message, exception),
            _ => exception,
        };
    }
}
