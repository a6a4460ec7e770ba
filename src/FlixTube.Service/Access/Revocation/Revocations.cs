using System.Collections.Concurrent;
using FlixTube.Service.Access.Tokens;

namespace FlixTube.Service.Access.Revocation;

/// <summary>
/// What is revoked, by configuration (<c>Access:Revoked</c>) and by <see cref="TryAdd"/>, and the requests in progress that end when
/// their token is. What was added is forgotten when no token that it covers can live any more. Thread-safe.
/// </summary>
internal sealed partial class Revocations : IDisposable
{
    /// <summary>How many can be added; beyond, <see cref="TryAdd"/> refuses rather than to forget one.</summary>
    public const int MaxAdded = 100_000;

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<RevokedTokens, DateTimeOffset> _added = new();
    private readonly ConcurrentDictionary<OpenRequest, bool> _open = new();
    private readonly Lock _adding = new();
    private readonly AccessSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<Revocations> _logger;
    private readonly ITimer _forgetting;
    private int _count;
    private volatile IReadOnlyDictionary<RevokedTokens, DateTimeOffset> _configured;

    public Revocations(AccessSettings settings, TimeProvider time, ILogger<Revocations> logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _configured = Configured();
        settings.Changed += Follow;
        _forgetting = time.CreateTimer(_ => Forget(), state: null, ForgetEvery, ForgetEvery);
    }

    /// <summary>How many were added and still count.</summary>
    public int Added => Volatile.Read(ref _count);

    /// <summary>What was added and still counts, with its end, as others can be told.</summary>
    public IEnumerable<RevocationRequest> InForce()
    {
        var now = _time.GetUtcNow();
        return _added.Where(added => now < added.Value).Select(static added => RevocationRequest.Of(added.Key, added.Value));
    }

    /// <summary>Refuses these tokens from now on and ends the requests that are open with them.</summary>
    /// <param name="tokens">Which.</param>
    /// <param name="until">When it ends. Never later than the last of the tokens that exist now can live, which is also what <c>null</c> means.</param>
    /// <returns>When it ends; <c>null</c> when there are too many.</returns>
    public DateTimeOffset? TryAdd(RevokedTokens tokens, DateTimeOffset? until = null)
    {
        var last = _time.GetUtcNow() + _settings.LongestLifetime;
        var end = until < last ? until.Value : last;
        lock (_adding)
        {
            // Said twice, the later end counts.
            if (_added.TryGetValue(tokens, out var before))
            {
                end = before > end ? before : end;
            }
            else if (_count < MaxAdded)
            {
                _count++;
            }
            else
            {
                LogFull(MaxAdded);
                return null;
            }

            _added[tokens] = end;
        }

        LogAdded(tokens.Kind, tokens.Name, end);
        EndOpen(Covers);
        return end;
    }

    public bool Covers(AccessToken token)
    {
        var now = _time.GetUtcNow();
        return Names(token).Any(name => IsInForce(_configured, name, now) || IsInForce(_added, name, now));
    }

    /// <summary>Ends the request when its token is revoked while it goes on; at once, if it was meanwhile.</summary>
    /// <returns>What the request disposes at its end.</returns>
    public IDisposable Watch(HttpContext context, AccessToken token)
    {
        var request = new OpenRequest(this, context, token);
        _open[request] = true;
        if (Covers(token))
            End(request);

        return request;
    }

    public void Dispose()
    {
        _settings.Changed -= Follow;
        _forgetting.Dispose();
    }

    private static IEnumerable<RevokedTokens> Names(AccessToken token)
    {
        if (token.Id is { } id)
            yield return new(RevocationKind.Token, id);

        if (token.Subject is { } subject)
            yield return new(RevocationKind.Subject, subject);

        if (token.Video?.Path is { } path)
            yield return new(RevocationKind.Video, path);

        if (token.Video?.Id is { } videoId)
            yield return new(RevocationKind.Video, videoId);
    }

    private static bool IsInForce(IReadOnlyDictionary<RevokedTokens, DateTimeOffset> revoked, RevokedTokens name, DateTimeOffset now) =>
        revoked.TryGetValue(name, out var until) && now < until;

    private Dictionary<RevokedTokens, DateTimeOffset> Configured()
    {
        var configured = new Dictionary<RevokedTokens, DateTimeOffset>();
        foreach (var entry in _settings.Access.Revoked)
        {
            var tokens =
                !string.IsNullOrEmpty(entry.Jti) ? new RevokedTokens(RevocationKind.Token, entry.Jti)
                : !string.IsNullOrEmpty(entry.Sub) ? new RevokedTokens(RevocationKind.Subject, entry.Sub)
                : new RevokedTokens(RevocationKind.Video, entry.Video!);
            var until = entry.Until ?? DateTimeOffset.MaxValue;
            configured[tokens] = configured.TryGetValue(tokens, out var before) && before > until ? before : until;
        }

        return configured;
    }

    private void Follow(object? sender, EventArgs e)
    {
        _configured = Configured();
        EndOpen(Covers);
    }

    private void Forget()
    {
        var now = _time.GetUtcNow();
        lock (_adding)
        {
            foreach (var (tokens, until) in _added)
            {
                if (until <= now && _added.TryRemove(tokens, out _))
                    _count--;
            }
        }
    }

    private void EndOpen(Func<AccessToken, bool> isRevoked)
    {
        foreach (var request in _open.Keys.Where(request => isRevoked(request.Token)))
            End(request);
    }

    private void End(OpenRequest request)
    {
        if (!_open.TryRemove(request, out _))
            return;

        LogEnded(request.Token.Id, request.Token.Subject);
        request.Context.Abort();
    }

    [LoggerMessage(1, LogLevel.Information, "Tokens are revoked until {Until}: {Kind} {Name}")]
    private partial void LogAdded(RevocationKind kind, string name, DateTimeOffset until);

    [LoggerMessage(2, LogLevel.Information, "A request in progress was cut off because its token was revoked (jti {Id}, sub {Subject})")]
    private partial void LogEnded(string? id, string? subject);

    [LoggerMessage(3, LogLevel.Error, "A revocation was refused because {Max} are in force: revoke by subject, or put it into Access:Revoked")]
    private partial void LogFull(int max);

    private sealed class OpenRequest(Revocations revocations, HttpContext context, AccessToken token) : IDisposable
    {
        public HttpContext Context => context;

        public AccessToken Token => token;

        public void Dispose() => revocations._open.TryRemove(this, out _);
    }
}
