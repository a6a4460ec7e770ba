using FlixTube.Storage;
using FlixTube.Storage.Copying;

namespace FlixTube.Host.Commands;

/// <summary>Counts, beside the work, how much there is to do. Without it the work goes on; only the time left is unknown.</summary>
internal sealed class Counting : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _task;

    private Counting(CancellationTokenSource stop, Task task)
    {
        _stop = stop;
        _task = task;
    }

    public static Counting Start(TransferProgress progress, IVideoStore store, string? prefix, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return new Counting(stop, progress.CountAsync(store, prefix, stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
