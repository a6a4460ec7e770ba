namespace FlixTube.Host.Library;

/// <summary>Which store answers behind the constant name.</summary>
internal sealed record StorageStatus(string Name, string Provider);
