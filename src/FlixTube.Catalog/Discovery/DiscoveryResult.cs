namespace FlixTube.Catalog.Discovery;

/// <summary>What a run of <see cref="StoreDiscovery"/> changed in the catalogue.</summary>
/// <param name="Added">Videos of the store that had no entry, 0 or more.</param>
/// <param name="Removed">Entries whose video was gone, 0 or more.</param>
public readonly record struct DiscoveryResult(int Added, int Removed);
