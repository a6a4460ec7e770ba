using System.Threading.Channels;
using FlixTube.Messaging.Brokers;
using FlixTube.Messaging.Recovery;
using FlixTube.Service.Access.Revocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Revoked;

/// <summary>
/// Tells other services what is revoked here and hears what is revoked there, for as long as the service runs: it connects
/// when the broker is there and again when it went away.
/// </summary>
internal sealed partial class RevocationBroker(
    IOptions<RevocationBrokerOptions> options, Revocations revocations, TimeProvider time, ILogger<RevocationBroker> logger)
    : BackgroundService, IRevocationAnnouncer
{
    private const int MostWaiting = 10_000;

    /// <summary>How long whoever revokes waits for the broker; what it does not take in this time is told when it does.</summary>
    private static readonly TimeSpan AnnounceTimeout = TimeSpan.FromSeconds(2);

    private readonly Channel<Announcement> _waiting = Channel.CreateBounded<Announcement>(MostWaiting);
    private volatile bool _isConnected;

    /// <summary>What keeps revocations of others from arriving now, in a sentence; <c>null</c> when nothing does.</summary>
    public string? Trouble => options.Value.IsOn && !_isConnected ? $"The broker {options.Value.Host} does not deliver revocations." : null;

    public async Task<bool?> AnnounceAsync(RevocationRequest revocation, CancellationToken cancellationToken)
    {
        if (!options.Value.IsOn)
            return null;

        var announcement = new Announcement(revocation);
        if (!_waiting.Writer.TryWrite(announcement))
            return false;

        try
        {
            await announcement.WhenTold.WaitAsync(AnnounceTimeout, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn)
            return;

        var backOff = new BackOff(time);
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = await RabbitMQSession.OpenAsync(new Uri(options.Value.Uri!), "flixtube revoked", stoppingToken);
                var exchange = await RevokedExchange.OpenAsync(session, revocations, time, logger, stoppingToken);
                isAway = false;
                _isConnected = true;
                backOff.Reset();
                LogConnected(options.Value.Host);
                await TalkAsync(session, exchange, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _isConnected = false;
                if (!isAway)
                    LogAway(options.Value.Host, Reason.Of(e));

                isAway = true;
                await backOff.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Stopped.
                return;
            }
        }
    }

    private async Task TalkAsync(RabbitMQSession session, RevokedExchange exchange, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, session.Closed);
        var answering = exchange.AnswerAsync(either.Token);
        try
        {
            // Taken off only when it is told: what the broker did not confirm is told to the next session.
            while (await _waiting.Reader.WaitToReadAsync(either.Token))
            {
                while (_waiting.Reader.TryPeek(out var announcement))
                {
                    await exchange.TellAsync(announcement.Revocation, either.Token);
                    _waiting.Reader.TryRead(out _);
                    announcement.Told();
                }
            }
        }
        finally
        {
            await either.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Revocations are told and heard by {Broker}")]
    private partial void LogConnected(string broker);

    [LoggerMessage(2, LogLevel.Warning,
        "Revocations are neither told nor heard by {Broker} now: {Reason} It is tried again until it succeeds; meanwhile each service knows its own and those of Access:Revoked")]
    private partial void LogAway(string broker, string reason);

    private sealed class Announcement(RevocationRequest revocation)
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RevocationRequest Revocation => revocation;

        public Task WhenTold => _told.Task;

        public void Told() => _told.TrySetResult();
    }
}
