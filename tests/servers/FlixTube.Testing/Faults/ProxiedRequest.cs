namespace FlixTube.Testing.Faults;

/// <summary>A request that came through a <see cref="FaultProxy"/>. Safe to read while it is under way.</summary>
public sealed class ProxiedRequest(string method, string pathAndQuery, IReadOnlyDictionary<string, string> headers)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytesSent;
    private volatile bool _isStuck;

    public string Method { get; } = method;

    /// <summary>As it was on the wire, escapes included.</summary>
    public string PathAndQuery { get; } = pathAndQuery;

    /// <summary>Names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>The status that the client was sent; 0 when it was sent none.</summary>
    public int Status { get; internal set; }

    /// <summary>How many bytes of the answer's body were passed on so far.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Whether the client went away before the answer was complete.</summary>
    public bool AbandonedByClient { get; internal set; }

    /// <summary>Whether the proxy has the client wait for ever, and the client does.</summary>
    public bool IsStuck => _isStuck && !Ended.IsCompleted;

    /// <summary>Completes when the proxy has done with the request, however it ended.</summary>
    public Task Ended => _ended.Task;

    public override string ToString() => $"{Method} {PathAndQuery} -> {Status}";

    internal void Sent(int count) => Interlocked.Add(ref _bytesSent, count);

    internal void Stick() => _isStuck = true;

    internal void End() => _ended.TrySetResult();
}
