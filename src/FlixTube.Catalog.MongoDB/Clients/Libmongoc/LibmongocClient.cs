using System.Collections.Concurrent;

namespace FlixTube.Catalog.MongoDB.Clients.Libmongoc;

/// <summary>Commands through libmongoc, MongoDB's C client.</summary>
/// <remarks>
/// libmongoc only blocks. So each call is put into a queue, from which a few threads of our own take them, each with a
/// client of its own: the thread pool never waits for a socket. A caller that cancels is released at once; its call is
/// dropped when it is still in the queue, and else goes on until libmongoc's own time limits end it.
/// </remarks>
internal sealed class LibmongocClient : IMongoClient
{
    // Far more than a healthy server ever lets wait; what is refused here would only have timed out.
    private const int MaxWaiting = 10_000;
    private const int StackBytes = 512 * 1024;

    private readonly BlockingCollection<IWaitingCall> _calls = new(new ConcurrentQueue<IWaitingCall>(), MaxWaiting);
    private readonly Lock _lock = new();
    private readonly MongoCatalogOptions _options;
    private readonly ConnectionText _text;
    private LibmongocPool? _pool;
    private bool _isDisposed;

    /// <summary>Makes a client. Nothing is loaded, connected or started before the first call.</summary>
    public LibmongocClient(MongoCatalogOptions options)
    {
        _options = options;
        _text = new(options.ConnectionString);
    }

    /// <inheritdoc/>
    public Task<T> RunAsync<T>(MongoCommand command, ReplyReader<T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        var call = new LibmongocCall<T>(command, read);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_pool is null)
                Start();

            if (!_calls.TryAdd(call))
                return Task.FromException<T>(new MongoFailure(MongoFailureKind.Overload, $"{MaxWaiting} calls are waiting already"));
        }

        return call.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more calls. Those that wait are still carried out; then the connections are closed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            _calls.CompleteAdding();
            _pool?.Dispose();
        }
    }

    private void Start()
    {
        _pool = new(_options, _text);
        for (var i = 1; i <= _options.MaxConnections; i++)
            new Thread(Work, StackBytes) { IsBackground = true, Name = $"MongoDB {i}" }.Start();
    }

    private void Work()
    {
        ClientHandle? client = null;
        try
        {
            foreach (var call in _calls.GetConsumingEnumerable())
            {
                if (call.IsOver)
                    continue;

                try
                {
                    client ??= _pool!.TakeClient();
                }
                catch (MongoFailure e)
                {
                    call.Fail(e);
                    continue;
                }

                call.Run(client, _pool!);
            }
        }
        finally
        {
            client?.Dispose();
        }
    }
}
