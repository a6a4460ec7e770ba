using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Storage.Switching;

/// <summary>Has the switch follow configuration when that has changed and come to rest.</summary>
internal sealed class ConfigurationWatch : IDisposable
{
    private readonly VideoStorageSwitch _target;
    private readonly VideoStoreFactory _factory;
    private readonly TimeSpan _quiet;
    private readonly SwitchLog _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly IDisposable _subscription;
    private readonly Lock _gate = new();
    private string _seen;

    public ConfigurationWatch(IConfiguration configuration, VideoStoreFactory factory, VideoStorageSwitch target, TimeSpan quiet, TimeProvider time, SwitchLog log)
    {
        _target = target;
        _factory = factory;
        _quiet = quiet;
        _log = log;
        _timer = time.CreateTimer(_ => _ = FollowAsync(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _seen = "";
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, OnReload);

        // What changed between the building of the first store and now.
        OnReload();
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    // A source that reloads all the time without a change must not keep a change from ever coming to rest.
    private void OnReload()
    {
        var now = _factory.Read().SectionFingerprint();
        lock (_gate)
        {
            if (string.Equals(now, _seen, StringComparison.Ordinal))
                return;

            _seen = now;
        }

        _timer.Change(_quiet, Timeout.InfiniteTimeSpan);
    }

    private async Task FollowAsync()
    {
        try
        {
            await _target.FollowAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The service ends.
        }
        catch (Exception e)
        {
            _log.Defect(e);
        }
    }
}
