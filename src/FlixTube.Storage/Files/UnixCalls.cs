using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Files;

/// <summary>The calls of Unix that .NET has no method for.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixCalls
{
    private const int AtCurrentDirectory = -100;
    private const int AtNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;
    private const uint TypeTimeAndSize = 0x1 | 0x40 | 0x200;

    /// <summary>Gives a file a second name in one step that fails when the name is taken.</summary>
    /// <returns>0, or the number of the error.</returns>
    public static int Link(string file, string newName) => LinkFile(file, newName) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Moves a file to a name in one step, replacing the file that has it, or not at all.</summary>
    /// <returns>0, or the number of the error.</returns>
    public static int Rename(string file, string newName) => RenameFile(file, newName) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Makes the names in a directory survive a loss of power. Does nothing where directories cannot be flushed.</summary>
    public static void FlushDirectory(string path)
    {
        using var directory = new SafeFileHandle(Open(path, OperatingSystem.IsLinux() ? 0x80000 : 0x1000000), ownsHandle: true);
        if (!directory.IsInvalid)
            _ = Flush(directory);
    }

    /// <summary>What is at a path, a symbolic link itself and not what it points to.</summary>
    /// <returns>0, or the number of the error.</returns>
    [SupportedOSPlatform("linux")]
    public static int Status(string path, out LinuxStatus status) =>
        Statx(AtCurrentDirectory, path, AtNoFollow, TypeTimeAndSize, out status) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>What an open file is.</summary>
    /// <returns>0, or the number of the error.</returns>
    [SupportedOSPlatform("linux")]
    public static int Status(SafeFileHandle file, out LinuxStatus status) =>
        Statx(file, "", AtEmptyPath, TypeTimeAndSize, out status) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkFile(string file, string newName);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string file, string newName);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out LinuxStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, out LinuxStatus status);
}

/// <summary>The part of Linux's <c>struct statx</c> that is of use here; its layout is the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct LinuxStatus
{
    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;
}
