using System.Threading.Channels;
using FlixTube.Service.Access.Tokens;
using FlixTube.Service.Problems;

namespace FlixTube.Service.Access.Authority;

/// <summary>
/// Keeps the authority's keys, fetched in the background: at start, then every <see cref="Refresh"/>, when a token names a key
/// that is not among them, and again and again with growing pauses while the authority is away. Requests never wait for it.
/// Thread-safe.
/// </summary>
internal sealed partial class AuthorityKeys : BackgroundService
{
    private static readonly TimeSpan Refresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Anybody can send tokens with keys that nobody has.
    private static readonly TimeSpan LeastBetweenFetches = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly AuthorityDocuments _documents = new();
    private readonly AccessSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<AuthorityKeys> _logger;
    private volatile AuthorityKeySet? _keys;
    private long _fetchedAt;

    public AuthorityKeys(AccessSettings settings, TimeProvider time, ILogger<AuthorityKeys> logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        settings.Changed += Follow;
    }

    /// <summary>Why the token is not one that the authority signed; <c>null</c> when it is.</summary>
    /// <param name="token">Its algorithm is one that <see cref="AuthorityKey"/> verifies.</param>
    /// <param name="issuer">What the token's <c>iss</c> must be.</param>
    public Problem? Refusal(JsonWebToken token, out string? issuer)
    {
        issuer = null;
        if (_keys is not { } known || !string.Equals(known.Authority, _settings.Access.Authority, StringComparison.Ordinal))
            return TokenRefusals.KeysUnavailable;

        issuer = known.Issuer;
        var fitting = known.Keys.Where(key => key.Fits(token)).ToList();
        if (fitting.Count > 0)
            return fitting.Exists(key => key.HasSigned(token)) ? null : TokenRefusals.Signature;

        if (_time.GetElapsedTime(Interlocked.Read(ref _fetchedAt)) > LeastBetweenFetches)
            Wish();

        return TokenRefusals.UnknownKey;
    }

    public override void Dispose()
    {
        _settings.Changed -= Follow;
        _documents.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Timeout.InfiniteTimeSpan;
            if (_settings.Access.Authority is { Length: > 0 } authority)
            {
                failures = await FetchAsync(authority, stoppingToken) ? 0 : failures + 1;
                pause = failures == 0 ? Refresh : Pause(failures);
            }

            await PauseAsync(pause, stoppingToken);
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task<bool> FetchAsync(string authority, CancellationToken stopping)
    {
        Interlocked.Exchange(ref _fetchedAt, _time.GetTimestamp());
        try
        {
            // Those before are left to the collector: requests may still be using them.
            _keys = await _documents.ReadAsync(authority, _settings.Access.RequireHttpsMetadata, stopping);
            LogFetched(authority, _keys.Keys.Count);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Whatever an authority may send: it must not end the service.
            var reason = e is OperationCanceledException ? "It did not answer in time." : e.Message;
            if (_keys is { } old && string.Equals(old.Authority, authority, StringComparison.Ordinal))
                LogKept(authority, reason);
            else
                LogMissing(authority, reason);

            return false;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        using var end = new CancellationTokenSource(pause, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, stopping);
        try
        {
            await _wishes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
        }
    }

    private void Follow(object? sender, EventArgs e) => Wish();

    private void Wish() => _wishes.Writer.TryWrite(true);

    [LoggerMessage(1, LogLevel.Information, "{Count} keys of {Authority} verify its tokens")]
    private partial void LogFetched(string authority, int count);

    [LoggerMessage(2, LogLevel.Warning, "The keys of {Authority} could not be renewed; those from before go on verifying its tokens: {Reason}")]
    private partial void LogKept(string authority, string reason);

    [LoggerMessage(3, LogLevel.Error, "The keys of {Authority} (Access:Authority) could not be fetched; until they are, requests with its tokens get 503 and everything else goes on: {Reason}")]
    private partial void LogMissing(string authority, string reason);
}
