using System.Diagnostics;

namespace FlixTube.Testing.Programs;

/// <summary>
/// A running program whose life ends with ours. It leads a process group of its own, which is killed when this object is
/// disposed of and, by a watcher in the same group, when our process ends in any other way, even by SIGKILL.
/// </summary>
/// <remarks>Linux only: it needs <c>sh</c>, <c>setsid</c> and <c>env</c>, which every Debian has. Safe for concurrent use.</remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    // The watcher, in a session of its own, holds the reading end of a pipe that only we write to: a line says that all is over,
    // the pipe's end says that we are gone. setsid and env keep the process id, so the group's number is $$. env puts signals
    // that our own parent ignored (a shell does that to what it runs in the background) back to their defaults.
    private const string Launcher = """
        exec 3<&0 </dev/null
        folder=$1
        shift
        setsid sh -c 'read -r _ || { kill -s KILL -- "-$1"; [ -z "$2" ] || rm -rf -- "$2"; }' watcher "$$" "$folder" <&3 3<&- >/dev/null 2>&1 &
        exec 3<&-
        exec setsid env --default-signal "$@"
        """;

    private readonly Process _process;
    private readonly Transcript _transcript;
    private readonly string _name;
    private int _isDisposed;

    private ChildProcess(Process process, string name)
    {
        _process = process;
        _name = name;
        _transcript = new Transcript(process.StandardOutput, process.StandardError);
    }

    /// <summary>The program's process id.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What the program has written so far to its standard output.</summary>
    public string Output => _transcript.Output;

    /// <summary>What the program has written so far, to both outputs, line by line.</summary>
    public string Transcript => _transcript.Text;

    /// <summary>What the program keeps in memory now (VmRSS), in bytes.</summary>
    public long WorkingSet => StatusOf("VmRSS:");

    /// <summary>The most the program has kept in memory at any time (VmHWM), in bytes.</summary>
    public long PeakWorkingSet => StatusOf("VmHWM:");

    /// <summary>Starts a program.</summary>
    /// <param name="program">A name on the search path, or a full path.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="workingFolder">Where it starts; our own working folder when null.</param>
    /// <param name="environment">Exactly the variables it sees; ours when null.</param>
    /// <param name="folder">A folder to delete if our process ends without disposing of anything.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        string? workingFolder = null,
        IReadOnlyDictionary<string, string>? environment = null,
        TemporaryFolder? folder = null)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", Launcher, "sh", folder?.FullPath ?? "", program },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        return new ChildProcess(process, Path.GetFileName(program));
    }

    /// <summary>Waits for a line that the program writes, or has written, to either output.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or was silent for too long. The message holds its output.</exception>
    public async Task<string> LineAsync(Func<string, bool> isWanted, TimeSpan limit)
    {
        try
        {
            return await _transcript.LineAsync(isWanted).WaitAsync(limit);
        }
        catch (Exception e) when (e is TimeoutException or EndOfStreamException)
        {
            var reason = e is TimeoutException ? $"did not write the awaited line within {limit}" : "ended before it wrote the awaited line";
            throw new InvalidOperationException($"{_name} {reason}. It wrote:\n{Transcript}", e);
        }
    }

    /// <summary>Waits for the program's end and for the last of its output.</summary>
    /// <returns>Its exit code; 128 plus the signal's number when a signal ended it.</returns>
    /// <exception cref="InvalidOperationException">It is still running after the limit. The message holds its output.</exception>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
            await _transcript.Ended.WaitAsync(limit);
            return _process.ExitCode;
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"{_name} was still running after {limit}. It wrote:\n{Transcript}", e);
        }
    }

    /// <summary>Sends a signal to the program, not to the rest of its group.</summary>
    public void Send(Signal signal)
    {
        if (!HasExited)
            _ = Libc.Kill(_process.Id, (int)signal);
    }

    /// <summary>Kills whatever still runs of the program and of what it started, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;

        // Itself too: it may be too young to lead its group yet.
        Send(Signal.Kill);
        _ = Libc.Kill(-_process.Id, (int)Signal.Kill);
        await _process.WaitForExitAsync();
        await _transcript.Ended;
        try
        {
            await _process.StandardInput.WriteLineAsync();
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The launcher was killed before it had started the watcher.
        }
        _process.Dispose();
    }

    private long StatusOf(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length, line.Length - field.Length - "kB".Length)) * 1024;
    }
}
