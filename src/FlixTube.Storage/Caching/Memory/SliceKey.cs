namespace FlixTube.Storage.Caching.Memory;

/// <summary>An aligned piece of one version of one video.</summary>
/// <param name="Version">The identity of the version: see <see cref="Versions.CachedVersion.Id"/>.</param>
/// <param name="Index">Counted from 0.</param>
internal readonly record struct SliceKey(UInt128 Version, int Index)
{
    // The version is a hash already; the factor spreads its slices.
    public override int GetHashCode() => (int)(uint)Version ^ unchecked(Index * (int)0x9E3779B1);
}
