using FlixTube.Storage.Caching;
using FlixTube.Storage.Measuring;
using FlixTube.Storage.Switching.Generations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Storage.Switching;

/// <summary>Makes the attempts to switch, one after the other, and remembers the last. Thread-safe.</summary>
internal sealed class VideoStorageSwitch : IVideoStorageSwitch, IDisposable
{
    private readonly VideoStoreFactory _factory;
    private readonly ServingGenerations _generations;
    private readonly CacheLayer _cache;
    private readonly StoreMetrics _metrics;
    private readonly VideoStorageSwitchOptions _options;
    private readonly TimeProvider _time;
    private readonly SwitchLog _log;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly WantedProvider _wanted;
    private volatile SwitchAttempt? _last;
    private ConfigurationReloadToken _changed = new();
    private int _number;

    /// <summary>Builds the first generation from configuration as it is. It is not probed, so that a service can start before its store does.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The settings are not good.</exception>
    /// <exception cref="VideoStoreException">The store cannot be built.</exception>
    public VideoStorageSwitch(VideoStoreFactory factory, ServingGenerations generations, CacheLayer cache, StoreMetrics metrics, VideoStorageSwitchOptions options, TimeProvider time, SwitchLog log)
    {
        _factory = factory;
        _generations = generations;
        _cache = cache;
        _metrics = metrics;
        _options = options;
        _time = time;
        _log = log;
        var settings = factory.Read();
        _wanted = new WantedProvider(settings);
        _generations.RolledBack = OnRolledBack;
        _generations.Publish(NewGeneration(settings, settings.Build()));
        _metrics.Observe(_generations);
    }

    public VideoStorageStatus Status
    {
        get
        {
            var current = _generations.Current;
            return new VideoStorageStatus
            {
                Provider = current.Provider,
                ConfiguredProvider = _wanted.ConfiguredProvider,
                Generation = current.Number,
                Since = current.Since,
                Leases = current.Leases,
                IsWatched = _generations.IsWatching,
                Draining = [.. _generations.Draining.Select(static draining =>
                    new DrainingStore(draining.Generation.Number, draining.Generation.Provider, draining.Generation.Leases, draining.Since))],
                LastAttempt = _last,
            };
        }
    }

    public IChangeToken GetChangeToken() => Volatile.Read(ref _changed);

    public async Task<SwitchOutcome> SwitchAsync(string provider, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AttemptAsync(_factory.Read(provider), SwitchTrigger.Request, dryRun, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Follows configuration, if it wants something that was not tried yet.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var configured = _factory.Read();
            if (_wanted.Vanished(configured) is { } key)
            {
                _log.Vanished(key, _generations.Current.Provider);
                return;
            }

            _wanted.Configured(configured);
            foreach (var provider in new[] { _wanted.Provider, _generations.Current.Provider }.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                var settings = _factory.Read(provider);
                if (_wanted.IsTried(settings))
                    continue;

                var outcome = await AttemptAsync(settings, SwitchTrigger.Configuration, dryRun: false, cancellationToken).ConfigureAwait(false);
                if (outcome.Succeeded)
                    return;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<SwitchOutcome> AttemptAsync(StoreSettings settings, SwitchTrigger trigger, bool dryRun, CancellationToken cancellationToken)
    {
        var before = _generations.Current;
        var (outcome, next) = await PrepareAsync(settings, before, dryRun, cancellationToken).ConfigureAwait(false);

        // Before it is published: from then on it may be found unfit, which is later news.
        Ended(new SwitchAttempt(_time.GetUtcNow(), trigger, dryRun, outcome));
        if (trigger == SwitchTrigger.Request && !dryRun && outcome.Succeeded)
            _wanted.Requested(outcome.Provider);

        if (next is not null)
            await PublishAsync(next, before, trigger).ConfigureAwait(false);
        else if (dryRun)
            _log.Tried(outcome.Provider, outcome.Result, before.Provider, outcome.Reason ?? "it would serve");
        else if (!outcome.Succeeded)
            _log.Refused(outcome.Provider, trigger, outcome.Result, before.Provider, outcome.Reason ?? "");

        return outcome;
    }

    private async Task PublishAsync(StoreGeneration next, StoreGeneration before, SwitchTrigger trigger)
    {
        try
        {
            _generations.Publish(next);
        }
        catch (ObjectDisposedException)
        {
            await CandidateStore.DisposeAsync(next.Store).ConfigureAwait(false);
            throw;
        }

        _log.Switched(next.Provider, next.Number, trigger, before.Provider);
        Changed();
    }

    private async Task<(SwitchOutcome Outcome, StoreGeneration? Next)> PrepareAsync(
        StoreSettings settings, StoreGeneration before, bool dryRun, CancellationToken cancellationToken)
    {
        if (!dryRun)
            _wanted.Tried(settings);

        if (settings.Problems() is { Count: > 0 } problems)
            return (new SwitchOutcome(settings.IsKnown ? SwitchResult.InvalidSettings : SwitchResult.UnknownProvider, settings.Provider, string.Join(' ', problems)), null);

        if (!dryRun && string.Equals(settings.Fingerprint(), before.Fingerprint, StringComparison.Ordinal))
            return (new SwitchOutcome(SwitchResult.AlreadyServing, settings.Provider), null);

        var (store, report) = await CandidateStore.BuildAsync(
            settings, ProbeOptions, _options.RequireVideos ? before.Store : null, cancellationToken).ConfigureAwait(false);
        if (report.Failure is { } failure)
            return (new SwitchOutcome(SwitchResult.ProbeFailed, settings.Provider, $"{failure.Name}: {failure.Reason}", report), null);

        if (!dryRun)
            return (new SwitchOutcome(SwitchResult.Switched, settings.Provider, Probe: report), NewGeneration(settings, store!));

        await CandidateStore.DisposeAsync(store).ConfigureAwait(false);
        return (new SwitchOutcome(SwitchResult.Fit, settings.Provider, Probe: report), null);
    }

    private ProbeOptions ProbeOptions => new()
    {
        Write = _options.ProbeWrite,
        StepTimeout = _options.ProbeStepTimeout,
        Timeout = _options.ProbeTimeout,
        Time = _time,
    };

    // The layers go before what was probed: a probe must see the store itself. What is measured is the provider, not the cache.
    private StoreGeneration NewGeneration(StoreSettings settings, IVideoStore store)
    {
        var fingerprint = settings.Fingerprint();
        var measured = new MeasuredVideoStore(store, settings.Provider, _metrics);
        return new(++_number, settings.Provider, fingerprint, _cache.Over(measured, fingerprint), _time.GetUtcNow());
    }

    // On the thread of a request that failed, which need not wait for those who observe.
    private void OnRolledBack(StoreGeneration unfit, VideoStoreException failure)
    {
        var current = _generations.Current;
        _wanted.RolledBack(unfit.Provider, current.Provider);
        Ended(new SwitchAttempt(
            _time.GetUtcNow(), SwitchTrigger.Watch, IsDryRun: false, new SwitchOutcome(SwitchResult.RolledBack, unfit.Provider, failure.Message)));
        _log.RolledBack(current.Provider, current.Number, unfit.Provider, failure.Message);
        ThreadPool.QueueUserWorkItem(static self => self.Changed(), this, preferLocal: false);
    }

    private void Ended(SwitchAttempt attempt)
    {
        _last = attempt;
        _metrics.Switched(attempt);
    }

    private void Changed()
    {
        try
        {
            Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        }
        catch (Exception e)
        {
            // What observers do is not the switch's doing.
            _log.Defect(e);
        }
    }
}
