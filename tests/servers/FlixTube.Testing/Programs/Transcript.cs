namespace FlixTube.Testing.Programs;

/// <summary>Reads a program's two outputs as they come, keeps them, and tells who waits for a line.</summary>
internal sealed class Transcript
{
    private readonly Lock _lock = new();
    private readonly List<(string Text, bool IsError)> _lines = [];
    private readonly List<(Func<string, bool> IsWanted, TaskCompletionSource<string> Found)> _waiters = [];
    private bool _hasEnded;

    public Transcript(StreamReader output, StreamReader error) => Ended = ReadToEndAsync(output, error);

    /// <summary>Completes when both outputs have ended.</summary>
    public Task Ended { get; }

    /// <summary>What was written to the standard output.</summary>
    public string Output => Join(line => !line.IsError);

    /// <summary>What was written to either output.</summary>
    public string Text => Join(_ => true);

    /// <summary>The first line, of those written and of those to come, that is wanted.</summary>
    /// <exception cref="EndOfStreamException">Both outputs ended without it.</exception>
    public Task<string> LineAsync(Func<string, bool> isWanted)
    {
        lock (_lock)
        {
            var written = _lines.FindIndex(line => isWanted(line.Text));
            if (written >= 0)
                return Task.FromResult(_lines[written].Text);
            if (_hasEnded)
                return Task.FromException<string>(new EndOfStreamException());

            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((isWanted, found));
            return found.Task;
        }
    }

    private string Join(Func<(string Text, bool IsError), bool> isWanted)
    {
        lock (_lock)
            return string.Join('\n', _lines.Where(isWanted).Select(line => line.Text));
    }

    private async Task ReadToEndAsync(StreamReader output, StreamReader error)
    {
        await Task.WhenAll(ReadAsync(output, isError: false), ReadAsync(error, isError: true));
        lock (_lock)
        {
            _hasEnded = true;
            foreach (var (_, found) in _waiters)
                found.TrySetException(new EndOfStreamException());
        }
    }

    private async Task ReadAsync(StreamReader reader, bool isError)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lines.Add((line, isError));
                foreach (var waiter in _waiters.Where(waiter => waiter.IsWanted(line)))
                    waiter.Found.TrySetResult(line);
            }
        }
    }
}
