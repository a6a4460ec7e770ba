using System.Collections;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>
/// buildah with images of its own, and in them stand-ins for the Dockerfile's bases under their names: a small Debian, the same with
/// this machine's .NET SDK, and one without a shell that has the runtime and what it loads.
/// </summary>
internal sealed class ImageStore : IDisposable
{
    private const string Packages = "/packages";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(static v => (string)v.Key, static v => (string?)v.Value ?? "");

    private ImageStore()
    {
        Directory.CreateDirectory(_folder.PathOf("tmp"));
        _environment["TMPDIR"] = _folder.PathOf("tmp");
    }

    /// <exception cref="InvalidOperationException">A base could not be made.</exception>
    public static async Task<ImageStore> WithBasesAsync()
    {
        var store = new ImageStore();
        try
        {
            await store.MakeBasesAsync();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public Task BuildAsync(string target) => BuildahAsync(
        "build", "--isolation", "chroot", "--pull-never", "--platform", "linux/amd64", "--format", "docker", "--layers",
        "--file", Repository.PathOf("deploy", "container", "Dockerfile"), "--target", target, "--tag", target,
        "--volume", $"{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}:{Packages}",
        Repository.Root);

    /// <summary>The image's root file system, as a container made of it has it.</summary>
    public async Task<string> MountAsync(string image) => await BuildahAsync("mount", await BuildahAsync("from", "--pull-never", image));

    public Task<string> InspectAsync(string image) => BuildahAsync("inspect", "--type", "image", image);

    public Task<string> SizesAsync() => BuildahAsync("images", "--format", "{{.Name}} {{.Size}}");

    public void Dispose()
    {
        // A mounted root cannot be deleted.
        Command.RunAsync("buildah", [.. Places(), "umount", "--all"]).GetAwaiter().GetResult();
        Command.RunAsync("umount", ["--lazy", _folder.PathOf("root", "overlay")]).GetAwaiter().GetResult();
        Command.RunAsync("rm", ["-rf", _folder.FullPath]).GetAwaiter().GetResult();
        _folder.Dispose();
    }

    private string[] Places() => ["--root", _folder.PathOf("root"), "--runroot", _folder.PathOf("runroot"), "--storage-driver", "overlay"];

    private async Task MakeBasesAsync()
    {
        Tool.Require("debootstrap", "apt-get install debootstrap");
        var names = DockerfileLine.Of(await File.ReadAllTextAsync(Repository.PathOf("deploy", "container", "Dockerfile")))
            .Where(static line => line.Instruction == "ARG" && line.Rest.Contains('/', StringComparison.Ordinal))
            .ToDictionary(static line => line.Rest.Split('=')[0], static line => line.Rest.Split('=')[1], StringComparer.Ordinal);

        var debian = _folder.PathOf("debian");
        await RunAsync("debootstrap", "--variant=minbase", "--include=ca-certificates,libssl3,libstdc++6", "bookworm", debian, await MirrorAsync());
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

        await ImageAsync(names["DEPENDENCIES"], "scratch", [(debian, "/")], []);
        List<(string, string)> sdk = [(dotnet, "/usr/share/dotnet"), ("/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/")];
        var feeds = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        if (File.Exists(feeds))
            sdk.Add((feeds, "/root/.nuget/NuGet/NuGet.Config"));

        await ImageAsync(names["SDK"], names["DEPENDENCIES"], sdk,
        [
            "DOTNET_ROOT=/usr/share/dotnet", "PATH=/usr/share/dotnet:/usr/sbin:/usr/bin:/sbin:/bin", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1",
            "DOTNET_CLI_TELEMETRY_OPTOUT=1", "DOTNET_NOLOGO=1", $"NUGET_PACKAGES={Packages}", "NuGetAudit=false",
        ]);

        var bare = _folder.PathOf("bare");
        await RunAsync("sh", "-ec", Bare, "sh", debian, bare, dotnet);
        await ImageAsync(names["RUNTIME"], "scratch", [(bare, "/")], ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "ASPNETCORE_HTTP_PORTS=8080", "APP_UID=1654"]);
    }

    // What the packages of the C library, of GCC's runtime and of OpenSSL have, without anything that can be run.
    private const string Bare = """
        debian=$1 bare=$2 dotnet=$3
        mkdir -p "$bare/usr/bin" "$bare/usr/share/dotnet/shared" "$bare/etc/ssl/certs" "$bare/proc" "$bare/dev" "$bare/sys"
        mkdir -m 1777 "$bare/tmp"
        cd "$debian"
        for package in libc6 libgcc-s1 libstdc++6 libssl3; do cat "var/lib/dpkg/info/$package":*.list; done |
          grep -E '/lib(64)?/.*\.so' | sort -u | while read -r file; do [ -d ".$file" ] || echo ".$file"; done |
          tar -c -h --no-recursion -T - | tar -x -C "$bare"
        cp etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/certs/"
        printf 'root:x:0:0:root:/root:/sbin/nologin\napp:x:1654:1654::/home/app:/bin/false\n' >"$bare/etc/passwd"
        cp -a "$dotnet/dotnet" "$dotnet/host" "$bare/usr/share/dotnet/"
        cp -a "$dotnet/shared/Microsoft.NETCore.App" "$dotnet/shared/Microsoft.AspNetCore.App" "$bare/usr/share/dotnet/shared/"
        ln -s ../share/dotnet/dotnet "$bare/usr/bin/dotnet"
        """;

    private async Task ImageAsync(string name, string from, IEnumerable<(string From, string To)> files, IEnumerable<string> variables)
    {
        var container = await BuildahAsync("from", "--pull-never", from);
        foreach (var (source, target) in files)
            await BuildahAsync("copy", "--quiet", container, source, target);

        await BuildahAsync(["config", .. variables.SelectMany(static variable => new[] { "--env", variable }), container]);
        await BuildahAsync("commit", "--quiet", container, name);
        await BuildahAsync("rm", container);
    }

    // Where this machine has its own packages from.
    private async Task<string> MirrorAsync()
    {
        var targets = await RunAsync("apt-get", "indextargets", "--format", "$(SITE) $(CODENAME)", "Created-By: Packages");
        return targets.Split('\n').Select(static target => target.Split(' ')).First(static target => target is [_, "bookworm"])[0];
    }

    private async Task<string> BuildahAsync(params IEnumerable<string> arguments)
    {
        var buildah = Tool.Require("buildah", "apt-get install buildah");
        return await RunAsync(buildah, [.. Places(), .. arguments]);
    }

    private async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await using var process = ChildProcess.Start(program, arguments, environment: _environment, folder: _folder);
        var exitCode = await process.ExitAsync(Limit);
        return exitCode == 0 ? process.Output.Trim() : throw new InvalidOperationException($"{program} ended with exit code {exitCode}. It wrote:\n{process.Transcript}");
    }
}
