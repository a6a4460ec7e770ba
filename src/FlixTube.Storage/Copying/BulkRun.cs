using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Copying;

/// <summary>Works on many items, several at once, in memory that does not grow with their number.</summary>
internal static class BulkRun
{
    /// <summary>What begins work on a video again. A video may take hours, so only the number of retries bounds it.</summary>
    public static Retrier Retrier(BulkOptions options, TimeProvider? time) =>
        new(
            new NetworkOptions { MaxRetries = options.MaxRetries, RetryDelay = options.RetryDelay, RetryTime = TimeSpan.FromDays(30) },
            time ?? TimeProvider.System);

    /// <summary>The results in the order in which they come; whoever takes them slowly slows the work down.</summary>
    /// <remarks>
    /// When <paramref name="items"/> fails, what is under way is finished and its results given before the failure is
    /// thrown. When it is cancelled, so is the work, and what had been finished is given before. When the enumeration is
    /// left early, the work is cancelled and waited for.
    /// </remarks>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int parallel,
        Func<TItem, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<TResult>(parallel);
        var run = Task.Run(() => WorkAsync(items, parallel, work, results.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return result;

            await run.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);

            // A worker may wait for room for its result.
            await foreach (var _ in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
            }

            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WorkAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int parallel,
        Func<TItem, CancellationToken, Task<TResult>> work,
        ChannelWriter<TResult> results,
        CancellationToken cancellationToken)
    {
        var source = new PatientEnd<TItem>(items);
        try
        {
            await Parallel.ForEachAsync(
                source.ItemsAsync(cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
                async (item, token) => await results.WriteAsync(await work(item, token).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false))
                .ConfigureAwait(false);
            source.ThrowIfFailed();
        }
        finally
        {
            results.Complete();
        }
    }

    /// <summary>Ends where the items fail and keeps the failure for when everything else is done.</summary>
    private sealed class PatientEnd<TItem>(IAsyncEnumerable<TItem> items)
    {
        private ExceptionDispatchInfo? _failure;

        public async IAsyncEnumerable<TItem> ItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var enumerator = items.GetAsyncEnumerator(cancellationToken);
            await using var end = enumerator.ConfigureAwait(false);
            while (await MoveNextAsync(enumerator).ConfigureAwait(false))
                yield return enumerator.Current;
        }

        public void ThrowIfFailed() => _failure?.Throw();

        private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<TItem> enumerator)
        {
            try
            {
                return await enumerator.MoveNextAsync().ConfigureAwait(false);
            }
            catch (VideoStoreException e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
                return false;
            }
        }
    }
}
