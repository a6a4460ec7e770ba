using FlixTube.Testing.Programs;
using NUnit.Framework;

namespace FlixTube.Testing.Hosts;

/// <summary>
/// The built FlixTube.Host, or another service of ours, as a process of its own, on a port of its own, in a folder of its
/// own. What it wrote becomes part of the test's output, which the runner shows when the test fails.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private const string Host = "FlixTube.Host";
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] InheritedVariables = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "NUGET_PACKAGES"];

    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    private HostProcess(ChildProcess process, TemporaryFolder folder, bool ownsFolder, Uri baseAddress)
    {
        Process = process;
        _folder = folder;
        _ownsFolder = ownsFolder;
        BaseAddress = baseAddress;
        Client = new HttpClient { BaseAddress = baseAddress };
    }

    /// <summary>The process: its output, its memory, its signals and its exit code.</summary>
    public ChildProcess Process { get; }

    /// <summary>Where the host listens, with a slash at the end.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A client of the host; it ends with it.</summary>
    public HttpClient Client { get; }

    /// <summary>The folder of the host's videos, when no setting says otherwise.</summary>
    public string Videos => VideosIn(_folder);

    /// <summary>Where the host streams the video of this path.</summary>
    public Uri VideoUri(string path) => new(BaseAddress, $"video?path={Uri.EscapeDataString(path)}");

    /// <summary>Starts the host in an empty folder of its own and waits until it listens.</summary>
    /// <param name="settings">Configuration keys (<c>VideoStorage:Provider</c>) or plain variables (<c>JWT_KEY</c>) and their values.</param>
    /// <param name="videos">Files to copy into the folder of videos before the start.</param>
    /// <exception cref="InvalidOperationException">The host ended, or did not listen in time. The message holds its output.</exception>
    public static async Task<HostProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null, params string[] videos)
    {
        var folder = new TemporaryFolder();
        try
        {
            Directory.CreateDirectory(VideosIn(folder));
            foreach (var video in videos)
                File.Copy(video, Path.Combine(VideosIn(folder), Path.GetFileName(video)));

            return await StartAsync(folder, ownsFolder: true, settings, Host);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts the host in a folder that outlives it: for tests of what a host finds that another one left.</summary>
    /// <exception cref="InvalidOperationException">The host ended, or did not listen in time. The message holds its output.</exception>
    public static Task<HostProcess> StartAsync(TemporaryFolder folder, IReadOnlyDictionary<string, string>? settings = null) =>
        StartAsync(folder, ownsFolder: false, settings, Host);

    /// <summary>Starts another service than the host, in an empty folder of its own or in one that outlives it.</summary>
    /// <param name="project">The service's project below <c>src</c>, such as <c>FlixTube.History</c>.</param>
    /// <exception cref="InvalidOperationException">The service ended, or did not listen in time. The message holds its output.</exception>
    public static Task<HostProcess> StartServiceAsync(
        string project, IReadOnlyDictionary<string, string>? settings = null, TemporaryFolder? folder = null) =>
        StartAsync(folder ?? new TemporaryFolder(), ownsFolder: folder is null, settings, project);

    /// <summary>Starts the host without waiting for anything: for tests of starts that fail.</summary>
    /// <param name="folder">Where it starts, and what is deleted if the test run is killed.</param>
    /// <param name="urls">What <c>--urls</c> says; not given when null.</param>
    /// <param name="settings">As for a start that succeeds.</param>
    public static ChildProcess Launch(TemporaryFolder folder, string? urls, IReadOnlyDictionary<string, string>? settings = null) =>
        Run(folder, urls is null ? [] : ["--urls", urls], settings);

    /// <summary>Starts the program with arguments of any kind, such as a command.</summary>
    /// <param name="folder">Where it starts, and what is deleted if the test run is killed.</param>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="settings">As for a start that succeeds.</param>
    /// <param name="project">Which service.</param>
    public static ChildProcess Run(
        TemporaryFolder folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? settings = null, string project = Host)
    {
        var environment = InheritedVariables
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        environment["VideoStorage__File__Root"] = VideosIn(folder);
        environment["Catalog__File__Root"] = folder.PathOf("catalog");
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        return ChildProcess.Start("dotnet", [Repository.BuiltAssembly(project), .. arguments], folder.FullPath, environment, folder);
    }

    /// <summary>Kills the host, whatever it is doing, and deletes the folder that is its own.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        if (_ownsFolder)
            _folder.Dispose();
        await TestContext.Out.WriteLineAsync($"The host wrote:\n{Process.Transcript}");
    }
    private static string VideosIn(TemporaryFolder folder) => folder.PathOf("videos");

    private static async Task<HostProcess> StartAsync(
        TemporaryFolder folder, bool ownsFolder, IReadOnlyDictionary<string, string>? settings, string project)
    {
        Directory.CreateDirectory(VideosIn(folder));
        var process = Run(folder, ["--urls", "http://127.0.0.1:0"], settings, project);
        try
        {
            var line = await process.LineAsync(line => line.Contains(Listening, StringComparison.Ordinal), StartLimit);
            var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim();
            return new HostProcess(process, folder, ownsFolder, new Uri(address));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
