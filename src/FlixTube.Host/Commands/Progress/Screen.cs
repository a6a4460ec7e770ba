using FlixTube.Storage.Copying;

namespace FlixTube.Host.Commands.Progress;

/// <summary>
/// Shows results on standard output and progress on standard error: on a terminal a line that is rewritten, else a plain
/// line now and then. Thread-safe.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainLine = TimeSpan.FromSeconds(10);

    // Carriage return, and "erase in line" to its end (ECMA-48).
    private const string Erase = "\r\e[K";

    private readonly TransferProgress _progress;
    private readonly Speed _speed = new(TimeProvider.System);
    private readonly bool _isTerminal = IsTerminal;
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private bool _isDrawn;
    private bool _hasEnded;

    public Screen(TransferProgress progress)
    {
        _progress = progress;
        _speed.Take(0);
        var period = _isTerminal ? Redraw : PlainLine;
        _timer = new Timer(_ => Show(), state: null, period, period);
    }

    private static bool IsTerminal => !Console.IsErrorRedirected && !string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);

    public void WriteResult(string line) => Write(Console.Out, line);

    public void WriteError(string line) => Write(Console.Error, line);

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            EraseBar();
            _hasEnded = true;
        }

        await _timer.DisposeAsync();
    }

    private void Write(TextWriter output, string line)
    {
        lock (_gate)
        {
            EraseBar();
            output.WriteLine(line);
        }
    }

    private void Show()
    {
        lock (_gate)
        {
            if (_hasEnded)
                return;

            var speed = _speed.Take(_progress.BytesMoved);
            if (!_isTerminal)
            {
                Console.Error.WriteLine(ProgressText.Line(_progress, speed));
                return;
            }

            // The last column is left free: a full line makes some terminals begin another.
            Console.Error.Write($"{Erase}{ProgressText.Bar(_progress, speed, Width - 1)}");
            _isDrawn = true;
        }
    }

    private void EraseBar()
    {
        if (_isDrawn)
            Console.Error.Write(Erase);

        _isDrawn = false;
    }

    private static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : 80;
            }
            catch (IOException)
            {
                return 80;
            }
        }
    }
}
