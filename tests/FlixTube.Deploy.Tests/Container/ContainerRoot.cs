using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>
/// A root file system, run as a container engine runs an image: in mounts of its own, read-only but for the volumes and /tmp, by a user
/// without rights, with the image's variables and nothing else of ours. The network is the machine's.
/// </summary>
/// <param name="root">The folder that becomes <c>/</c>.</param>
/// <param name="config">The image's own word on how it is run.</param>
internal sealed class ContainerRoot(string root, ImageConfig config)
{
    private const string Mounting = """
        set -e
        root=$1
        shift
        mount --bind "$root" "$root"
        while [ "$1" != -- ]; do
          mode=${1##*:} rest=${1%:*}
          from=${rest%:*} to=$root${rest##*:}
          if [ -d "$from" ]; then mkdir -p "$to"; else mkdir -p "$(dirname "$to")" && touch "$to"; fi
          mount --bind "$from" "$to"
          [ "$mode" = rw ] || mount -o remount,bind,ro "$to"
          shift
        done
        shift
        mkdir -p "$root/tmp" "$root/proc" "$root/dev"
        mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
        mount --rbind /proc "$root/proc"
        mount --bind /dev "$root/dev"
        mount -o remount,bind,ro "$root"
        exec env -i "$@"
        """;

    // Neither chroot nor setpriv can be had inside, and chroot cannot choose the folder.
    private const string Entering = """
        import os, sys
        root, folder, user = sys.argv[1:4]
        os.chroot(root)
        os.chdir(folder)
        uid, gid = map(int, user.split(':'))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        os.execvp(sys.argv[4], sys.argv[4:])
        """;

    /// <summary>Runs the entry point.</summary>
    /// <param name="mounts">What is mounted: <c>from:to:rw</c> or <c>from:to:ro</c>.</param>
    /// <param name="variables">Variables beside the image's.</param>
    /// <param name="folder">What is deleted when our process is killed.</param>
    public ChildProcess Start(IEnumerable<string> mounts, IEnumerable<string> variables, TemporaryFolder folder) => Run(mounts, variables, config.Entrypoint, folder);

    /// <summary>Runs the health check, and returns its exit code.</summary>
    public async Task<int> HealthAsync(IEnumerable<string> variables, TemporaryFolder folder)
    {
        await using var process = Run([], variables, config.Health, folder);
        var exitCode = await process.ExitAsync(TimeSpan.FromSeconds(60));
        await TestContext.Out.WriteLineAsync($"The health check ended with {exitCode}. {process.Transcript}");
        return exitCode;
    }

    private ChildProcess Run(IEnumerable<string> mounts, IEnumerable<string> variables, IEnumerable<string> command, TemporaryFolder folder)
    {
        var unshare = Tool.Require("unshare", "apt-get install util-linux");
        var python = Tool.Require("python3", "apt-get install python3");
        return ChildProcess.Start(
            unshare,
            ["--mount", "sh", "-c", Mounting, "sh", root, .. mounts, "--", .. config.Variables, .. variables, python, "-c", Entering, root, config.Folder, config.User, .. command],
            folder: folder);
    }
}
