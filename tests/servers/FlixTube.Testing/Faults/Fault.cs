namespace FlixTube.Testing.Faults;

/// <summary>What goes wrong with one request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Answers with a status instead of asking the server.</summary>
    public sealed record Answer(int Status, string Body = "", string ContentType = "text/plain", params (string Name, string Value)[] Headers) : Fault;

    /// <summary>Resets the connection before the server is asked.</summary>
    public sealed record ResetBefore : Fault;

    /// <summary>Lets the server answer and resets the connection when this many bytes of the answer's body have been passed on.</summary>
    public sealed record ResetAfter(long Bytes) : Fault;

    /// <summary>Lets the server answer and closes the connection in an orderly way after this many bytes of the body: shorter than Content-Length says.</summary>
    public sealed record CutAfter(long Bytes) : Fault;

    /// <summary>Lets the server answer and passes nothing more on after this many bytes of the body, with the connection open.</summary>
    public sealed record StallAfter(long Bytes) : Fault;

    /// <summary>Never answers; the server is not asked.</summary>
    public sealed record Hang : Fault;

    /// <summary>The server carries the request out, and its answer is lost with the connection.</summary>
    public sealed record LoseAnswer : Fault;

    /// <summary>Does something (such as replacing the object) after this many bytes of the body and then resets the connection.</summary>
    public sealed record MeanwhileAfter(long Bytes, Func<Task> Action) : Fault;
}
