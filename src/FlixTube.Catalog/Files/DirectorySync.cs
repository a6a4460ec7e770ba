using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Catalog.Files;

/// <summary>
/// Makes a rename or delete last: on Unix it is on disk only when its folder was flushed, and .NET opens no folders.
/// </summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes the names in a folder to disk. Windows does so by itself.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        using var handle = Open(folder, ReadOnly);
        if (handle.IsInvalid)
            throw new IOException($"The folder '{folder}' cannot be opened.", Marshal.GetLastPInvokeError());

        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);
}
