namespace FlixTube.Service.Configuration.Live;

/// <summary>
/// Looks at a file or folder again and again, by its content and so through links that are exchanged (a mounted ConfigMap)
/// and on shares that report no changes. What cannot be read, or is gone, leaves the settings as they were; what reads
/// differently twice in a row is still being written.
/// </summary>
/// <remarks>
/// .NET's own provider forgets all settings of a file that it finds half written, and does not notice links.
/// </remarks>
internal sealed class LiveFileProvider(string path, bool isOptional, LiveFileProblems problems, TimeProvider time) : ConfigurationProvider, IDisposable
{
    // Two looks must agree, and what is revoked must count within a second.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.4);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private LiveSettings? _used;
    private LiveSettings? _last;
    private string? _refusal;
    private bool _disposed;

    /// <exception cref="InvalidDataException">The first time: it is not there, or cannot be read.</exception>
    public override void Load()
    {
        lock (_gate)
        {
            if (_timer is not null || _disposed)
                return;

            Use(First());

            // Each look sets the next, so that a slow share is not asked twice at once.
            _timer = time.CreateTimer(_ => Look(), state: null, Interval, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private LiveSettings? First()
    {
        try
        {
            return LiveSettings.Read(path) ?? (isOptional ? null : throw new InvalidDataException("There is no such file or folder."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Named(e);
        }
    }

    private void Look()
    {
        var hasChanged = false;
        lock (_gate)
        {
            if (_disposed)
                return;

            try
            {
                hasChanged = HasChanged();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                Refuse(e.Message);
            }
        }

        if (hasChanged)
            Tell();

        lock (_gate)
        {
            if (!_disposed)
                _timer!.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private bool HasChanged()
    {
        var now = LiveSettings.Read(path);
        var isAtRest = Equals(now, _last);
        _last = now;
        if (!isAtRest)
            return false;

        if (Equals(now, _used))
        {
            _refusal = null;
            return false;
        }

        if (now is null)
        {
            Refuse("There is no such file or folder any more.");
            return false;
        }

        Use(now);
        return true;
    }

    private void Use(LiveSettings? settings)
    {
        try
        {
            Data = settings?.Parse() ?? [];
        }
        catch (InvalidDataException e)
        {
            throw Named(e);
        }

        _used = _last = settings;
        _refusal = null;
    }

    private InvalidDataException Named(Exception exception) => new($"'{path}': {exception.Message}");

    // Once for each reason, not at every look.
    private void Refuse(string reason)
    {
        if (!string.Equals(reason, _refusal, StringComparison.Ordinal))
            problems.Refused(path, reason);

        _refusal = reason;
    }

    private void Tell()
    {
        try
        {
            OnReload();
        }
        catch (Exception e)
        {
            // Whoever binds its options anew may find them wrong; all the others have been told nevertheless.
            var reasons = e is AggregateException all ? all.Flatten().InnerExceptions : [e];
            problems.Failed(path, string.Join(' ', reasons.Select(static reason => reason.Message).Distinct(StringComparer.Ordinal)));
        }
    }
}
