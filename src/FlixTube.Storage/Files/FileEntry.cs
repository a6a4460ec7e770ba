using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Files;

internal enum EntryKind
{
    Missing,
    File,
    Directory,

    /// <summary>A symbolic link, pipe, socket or device: never followed, opened, replaced or removed.</summary>
    Other,
}

/// <summary>What is at a path, without following a link and without opening anything.</summary>
internal readonly record struct FileEntry(EntryKind Kind, FileVersion Version)
{
    /// <exception cref="IOException">The file system does not say.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be searched.</exception>
    public static FileEntry At(string path) => OperatingSystem.IsLinux() ? LinuxAt(path) : PortableAt(path);

    public static FileEntry Of(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            return new(EntryKind.File, new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks));

        var error = UnixCalls.Status(file, out var status);
        return error == 0 ? Linux(status) : throw UnixErrors.ToException(error, "an open file");
    }

    [SupportedOSPlatform("linux")]
    private static FileEntry LinuxAt(string path) => UnixCalls.Status(path, out var status) switch
    {
        0 => Linux(status),
        var error when UnixErrors.MeansMissing(error) => default,
        var error => throw UnixErrors.ToException(error, path),
    };

    private static FileEntry Linux(LinuxStatus status)
    {
        var kind = (status.Mode & 0xF000) switch
        {
            0x8000 => EntryKind.File,
            0x4000 => EntryKind.Directory,
            _ => EntryKind.Other,
        };
        var seconds = Math.Clamp(status.ModifiedSeconds, -62_135_596_800, 253_402_300_799);
        var ticks = DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (status.ModifiedNanoseconds / TimeSpan.NanosecondsPerTick);
        return new(kind, new(status.Size, ticks));
    }

    private static FileEntry PortableAt(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return new(Directory.Exists(path) ? EntryKind.Directory : EntryKind.Missing, default);

        return (file.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Device)) != FileAttributes.None
            ? new(EntryKind.Other, default)
            : new(EntryKind.File, new(file.Length, file.LastWriteTimeUtc.Ticks));
    }
}
