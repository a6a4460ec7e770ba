namespace FlixTube.Testing.Settings;

/// <summary>A setting that a program of ours reads.</summary>
/// <param name="Key">
/// Its key in configuration, such as <c>VideoStorage:S3:Bucket</c>. Where a list or a map has several, their number or name
/// stands as <c>0</c> or <c>NAME</c>.
/// </param>
/// <param name="Type">What it is set to, in words.</param>
/// <param name="Default">What it is when it is not set; empty for nothing.</param>
/// <param name="Meaning">What it means, with its bounds, in Markdown; empty when nobody has said.</param>
/// <param name="Change">When a change takes effect.</param>
public sealed record Setting(string Key, string Type, string Default, string Meaning, SettingChange Change)
{
    /// <summary>The section that holds it, or the list or map of which it is an item.</summary>
    public string Section => Owner(Key.EndsWith(":0", StringComparison.Ordinal) || Key.EndsWith(":NAME", StringComparison.Ordinal) ? Owner(Key) : Key);

    /// <summary>The environment variable of this key.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);

    private static string Owner(string key) => key[..key.LastIndexOf(':')];
}

/// <summary>When a change of a setting takes effect.</summary>
public enum SettingChange
{
    /// <summary>With the next start.</summary>
    Restart,

    /// <summary>At once, when it comes from a source that reloads.</summary>
    Live,

    /// <summary>By a switch: the store is built anew, probed and published, if it is the one that serves.</summary>
    Switch,
}
