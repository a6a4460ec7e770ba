using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>
/// A root without a build: this machine's .NET runtime and the libraries that it, and MongoDB's client, load; the host as these tests
/// were built with; the settings of the image. Nothing else is in it, as in the image.
/// </summary>
internal static class MachineRoot
{
    private static readonly string[] Frameworks = ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"];

    public static void Make(string root)
    {
        foreach (var folder in new[] { "app", "videos", "catalog", "cache", "outbox", "config", "tmp", "proc", "dev", "usr/bin" })
            Directory.CreateDirectory(Path.Combine(root, folder));

        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        File.Copy(Path.Combine(dotnet, "dotnet"), Path.Combine(root, "usr/bin/dotnet"));
        Copy(Path.Combine(dotnet, "host"), Path.Combine(root, "usr/bin/host"));
        foreach (var framework in Frameworks)
            Copy(Path.Combine(dotnet, "shared", framework, Path.GetFileName(runtime)), Path.Combine(root, "usr/bin/shared", framework, Path.GetFileName(runtime)));

        foreach (var library in Directory.EnumerateFiles("/lib/x86_64-linux-gnu", "*.so*").Where(IsLoaded).Append("/lib64/ld-linux-x86-64.so.2"))
        {
            Directory.CreateDirectory(root + Path.GetDirectoryName(library));
            File.Copy(library, root + library);
        }

        Copy(Path.GetDirectoryName(Repository.BuiltAssembly("FlixTube.Host"))!, Path.Combine(root, "app"));
        File.Copy(Repository.PathOf("deploy", "container", "appsettings.json"), Path.Combine(root, "app", "appsettings.json"), overwrite: true);
    }

    private static bool IsLoaded(string library) =>
        Path.GetFileName(library).Split('.')[0] is "libc" or "libm" or "libdl" or "libpthread" or "librt" or "libresolv" or "libgcc_s" or "libstdc++" or "libssl" or "libcrypto" or "libz" or "libnss_dns" or "libnss_files";

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
