using System.Text;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

/// <summary>
/// The settings as they last were good: what is changed to something wrong must neither open anything nor fail requests.
/// Thread-safe.
/// </summary>
internal sealed class AccessSettings : IDisposable
{
    /// <summary>How far the clocks of an issuer and of this machine may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly IDisposable?[] _subscriptions;
    private volatile AccessOptions _access;
    private volatile PlaybackOptions _playback;

    public AccessSettings(IOptionsMonitor<AccessOptions> access, IOptionsMonitor<PlaybackOptions> playback)
    {
        _access = access.CurrentValue;
        _playback = playback.CurrentValue;
        _subscriptions =
        [
            access.OnChange(options => Use(() => _access = options)),
            playback.OnChange(options => Use(() => _playback = options)),
        ];
    }

    /// <summary>After either changed.</summary>
    public event EventHandler? Changed;

    public AccessOptions Access => _access;

    public PlaybackOptions Playback => _playback;

    /// <summary>Whether callers are known by tokens, and not by being on this machine.</summary>
    public bool HasIssuer => !string.IsNullOrEmpty(_access.JwtKey) || !string.IsNullOrEmpty(_access.Authority);

    /// <summary>The key that signs; <c>null</c> when there is none.</summary>
    public byte[]? SigningKey => Bytes(_access.JwtKey);

    /// <summary>The keys that verify, the present one first.</summary>
    public IEnumerable<byte[]> Keys => new[] { Bytes(_access.JwtKey), Bytes(_access.PreviousJwtKey) }.OfType<byte[]>();

    /// <summary>How long any token can be good, counted from now.</summary>
    public TimeSpan LongestLifetime =>
        (_access.MaxTokenLifetime > _playback.MaxLinkLifetime ? _access.MaxTokenLifetime : _playback.MaxLinkLifetime) + (2 * ClockSkew);

    public void Dispose() => Array.ForEach(_subscriptions, static subscription => subscription?.Dispose());

    private static byte[]? Bytes(string? key) => string.IsNullOrEmpty(key) ? null : Encoding.UTF8.GetBytes(key);

    private void Use(Action change)
    {
        change();
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
