using FlixTube.Storage;

namespace FlixTube.Testing.Faults.Stores;

/// <summary>
/// What a network or a service can do to the calls of a store, and what must come of it: one table for all providers, so
/// that none can be told from another by its failures.
/// </summary>
internal static class FaultTable
{
    private const int Always = FaultCase.Always;

    // Of the three retries of the default.
    private const int Passing = 2;

    // Beyond it a body has begun; an answer other than a video's bytes is hardly longer.
    private const int BytesOfABody = 100_000;
    private const int BytesOfAList = 50;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly StoreCall[] Requests =
    [
        StoreCall.OpenRead, StoreCall.ResumeRead, StoreCall.Stat, StoreCall.List, StoreCall.Write, StoreCall.WritePart, StoreCall.Commit, StoreCall.Delete,
    ];

    // Properties and the answers to changes have no body worth the name in two of three services: there it is a lost answer.
    private static readonly StoreCall[] Bodies = [StoreCall.ReadBody, StoreCall.List];

    // A lost answer to a question is a connection that was reset before the answer.
    private static readonly StoreCall[] Changes = [StoreCall.Write, StoreCall.WritePart, StoreCall.Commit, StoreCall.Delete];

    private static readonly FaultOutcome Unavailable = FaultOutcome.Temporary(VideoStoreError.Unavailable);
    private static readonly FaultOutcome Timeout = FaultOutcome.Temporary(VideoStoreError.Timeout);
    private static readonly FaultOutcome Throttled = FaultOutcome.Temporary(VideoStoreError.Throttled);

    public static IEnumerable<FaultCase> Cases =>
    [
        .. Refused("429 with Retry-After 0", Requests, Passing, FaultOutcome.Success, ServiceRefusal.TooManyRequests, TimeSpan.Zero),
        .. Refused("429 with Retry-After 60", Requests, Always, Throttled with { RetryAfter = Minute }, ServiceRefusal.TooManyRequests, Minute),
        .. Refused("slow down", Requests, Passing, FaultOutcome.Success, ServiceRefusal.SlowDown),
        .. Refused("slow down", Requests, Always, Throttled, ServiceRefusal.SlowDown),
        .. Refused("500", Requests, Passing, FaultOutcome.Success, ServiceRefusal.InternalError),
        .. Refused("500", Requests, Always, Unavailable, ServiceRefusal.InternalError),
        .. Refused("503", Requests, Passing, FaultOutcome.Success, ServiceRefusal.ServiceUnavailable),
        .. Refused("503", Requests, Always, Unavailable, ServiceRefusal.ServiceUnavailable),
        .. Refused("expired credentials", Requests, Always, FaultOutcome.PermissionDenied(FaultHint.Credentials), ServiceRefusal.CredentialsExpired),
        .. Refused("wrong clock", Requests, Always, FaultOutcome.PermissionDenied(FaultHint.Clock), ServiceRefusal.ClockIsWrong),

        .. Broken("reset before the answer", Requests, Passing, FaultOutcome.Success, _ => new Fault.ResetBefore()),
        .. Broken("reset before the answer", Requests, Always, Unavailable, _ => new Fault.ResetBefore()),
        .. Broken("no answer", Requests, 1, FaultOutcome.Success, _ => new Fault.Hang()),
        .. Broken("no answer", Requests, Always, Timeout, _ => new Fault.Hang()),

        .. Broken("reset in the middle", Bodies, Passing, FaultOutcome.Success, bytes => new Fault.ResetAfter(bytes)),
        .. Broken("reset in the middle", Bodies, Always, Unavailable, bytes => new Fault.ResetAfter(bytes)),
        .. Broken("cut short", Bodies, Passing, FaultOutcome.Success, bytes => new Fault.CutAfter(bytes)),
        .. Broken("cut short", Bodies, Always, Unavailable, bytes => new Fault.CutAfter(bytes)),
        .. Broken("stalled", Bodies, 1, FaultOutcome.Success, bytes => new Fault.StallAfter(bytes)),
        .. Broken("stalled", Bodies, Always, Timeout, bytes => new Fault.StallAfter(bytes)),

        // Lost for good it is none of these: whoever wrote the video finds it there.
        .. Broken("answer lost", Changes, 1, FaultOutcome.Success, _ => new Fault.LoseAnswer()),
    ];

    private static IEnumerable<FaultCase> Refused(
        string name, StoreCall[] calls, int times, FaultOutcome outcome, ServiceRefusal refusal, TimeSpan? retryAfter = null) =>
        calls.Select(call => new FaultCase(name, call, times, outcome, words => After(words(refusal), retryAfter)) { Refusal = refusal });

    private static IEnumerable<FaultCase> Broken(string name, StoreCall[] calls, int times, FaultOutcome outcome, Func<int, Fault> fault) =>
        calls.Select(call => new FaultCase(name, call, times, outcome, _ => fault(call == StoreCall.ReadBody && times != Always ? BytesOfABody : BytesOfAList)));

    private static Fault.Answer After(Fault.Answer answer, TimeSpan? retryAfter) =>
        retryAfter is { } wait ? answer with { Headers = [.. answer.Headers, ("Retry-After", $"{wait.TotalSeconds:0}")] } : answer;
}
