using System.ComponentModel;
using System.Diagnostics;

namespace FlixTube.Storage.Tests.Files;

/// <summary>A small disk in memory. A test that cannot have one (it takes root on Linux) is skipped.</summary>
internal sealed class MountedDisk : IDisposable
{
    private MountedDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public static MountedDisk Make(string folder, string options)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Ignore("Mounting a disk takes root on Linux.");

        Directory.CreateDirectory(folder);
        if (!TryRun("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder))
            Assert.Ignore("No disk may be mounted here.");

        return new MountedDisk(folder);
    }

    public void Remount(string mode) => Assert.That(TryRun("mount", "-o", $"remount,{mode}", Folder), $"remount {mode}");

    public void Dispose() => TryRun("umount", "-l", Folder);

    private static bool TryRun(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
