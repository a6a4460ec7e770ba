using System.Runtime.InteropServices;

namespace FlixTube.Testing.Programs;

internal static partial class Libc
{
    /// <summary>kill(2): a negative process id means the group of that number.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int processId, int signal);
}
