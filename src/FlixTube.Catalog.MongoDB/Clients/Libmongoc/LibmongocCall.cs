using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FlixTube.Catalog.MongoDB.Clients.Libmongoc;

/// <summary>A call that waits for a thread.</summary>
internal interface IWaitingCall
{
    /// <summary>Whether its caller has gone.</summary>
    bool IsOver { get; }

    /// <summary>Runs it on the calling thread, whose client this is, and tells the caller what came of it.</summary>
    void Run(ClientHandle client, LibmongocPool pool);

    /// <summary>Tells the caller that it could not be run.</summary>
    void Fail(Exception failure);
}

/// <summary>A command, and the caller's promise of what is read from its reply.</summary>
internal sealed class LibmongocCall<T>(MongoCommand command, ReplyReader<T> read) : IWaitingCall
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOver => _result.Task.IsCompleted;

    /// <summary>The result, or cancellation as soon as it is asked for.</summary>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.UnsafeRegister(
            static (result, token) => ((TaskCompletionSource<T>)result!).TrySetCanceled(token), _result).ConfigureAwait(false);
        return await _result.Task.ConfigureAwait(false);
    }

    public void Fail(Exception failure) => _result.TrySetException(failure);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong is the caller's to hear, and must not end the thread.")]
    public void Run(ClientHandle client, LibmongocPool pool)
    {
        try
        {
            _result.TrySetResult(Run(client, pool, Encoding.UTF8.GetBytes(command.Database + '\0')));
        }
        catch (Exception e)
        {
            _result.TrySetException(e);
        }
    }

    private unsafe T Run(ClientHandle client, LibmongocPool pool, ReadOnlySpan<byte> database)
    {
        BsonRoom documentRoom, replyRoom;
        var document = BsonRoom.In(&documentRoom);
        var reply = BsonRoom.In(&replyRoom);
        fixed (byte* bytes = command.Document.Span, name = database)
        {
            if (!LibmongocCalls.ViewDocument(document, bytes, (nuint)command.Document.Length))
                throw new MongoFailure(MongoFailureKind.Client, "libbson does not take the command.");

            var started = Stopwatch.GetTimestamp();
            var succeeded = command.IsWrite
                ? LibmongocCalls.Write(client, name, document, 0, reply, out var error)
                : LibmongocCalls.Read(client, name, document, 0, 0, reply, out error);
            try
            {
                return succeeded ? read(new(BsonRoom.Bytes(reply))) : throw pool.Failure(error, started);
            }
            finally
            {
                LibmongocCalls.DestroyDocument(reply);
            }
        }
    }
}
