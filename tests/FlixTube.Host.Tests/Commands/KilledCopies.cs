using System.Diagnostics;
using FlixTube.Storage;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Commands;

/// <summary>Runs <c>copy</c> as a process that is killed again and again, and watches what each run writes.</summary>
internal sealed class KilledCopies(CloudStore source, CloudStore target, FaultProxy proxy, Random random)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, VideoListItem> _complete = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How long all runs took together.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Runs until a run ends by itself; each run before is killed after up to so many copies.</summary>
    public async Task RunAsync(int mostCopies, params string[] options)
    {
        while (await RunOnceAsync(random.Next(1, mostCopies + 1), options))
        {
            Kills++;
            await CheckAsync();
        }

        await CheckAsync();
    }

    // Whether it was killed.
    private async Task<bool> RunOnceAsync(int copies, string[] options)
    {
        proxy.Reset();
        using var folder = new TemporaryFolder();
        var watch = Stopwatch.StartNew();
        await using var run = HostProcess.Run(
            folder, ["copy", "--from", source.Provider, "--to", target.Provider, .. options], CommandTest.Settings(source, target));
        var seen = 0;
        try
        {
            await run.LineAsync(line => (line.StartsWith("copied ", StringComparison.Ordinal) && ++seen == copies) || IsEnd(line), Limit);
            run.Send(Signal.Kill);
        }
        catch (InvalidOperationException) when (run.HasExited)
        {
            // It ended without either line, which the exit code explains.
        }

        var exitCode = await run.ExitAsync(Limit);
        Time += watch.Elapsed;
        var lines = run.Output.Split('\n');
        foreach (var line in lines.Where(line => line.StartsWith("copied ", StringComparison.Ordinal)))
            Assert.That(_reported.Add(line), $"copied twice: {line}");

        var isEnd = lines.Any(IsEnd);
        Assert.That(isEnd || exitCode == 128 + (int)Signal.Kill, run.Transcript);
        Assert.That(lines.Where(line => line.Contains("failed ", StringComparison.Ordinal) && !IsEnd(line)), Is.Empty);
        return !isEnd;
    }

    // Other clouds tell each write by its ETag; in S3 it is the same for the same content, so requests are looked at too.
    private async Task CheckAsync()
    {
        var writes = proxy.Requests.Where(request => request.Method is not ("GET" or "HEAD")).Select(request => request.PathAndQuery.Split('?')[0]).ToList();
        foreach (var (name, video) in _complete)
            Assert.That(writes.Where(path => path.EndsWith('/' + name, StringComparison.Ordinal)), Is.Empty, $"{name} was complete and written again");

        var now = new Dictionary<string, VideoListItem>(StringComparer.Ordinal);
        await foreach (var video in target.Store.ListAsync())
            now.Add(video.Path.Value, video);

        foreach (var (name, before) in _complete)
            Assert.That(now.GetValueOrDefault(name), Is.EqualTo(before), $"{name} was complete and is another version");

        foreach (var (name, video) in now)
            _complete[name] = video;
    }

    private static bool IsEnd(string line) => line.StartsWith("done: ", StringComparison.Ordinal);
}
