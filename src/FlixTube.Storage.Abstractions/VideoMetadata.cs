using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FlixTube.Storage;

/// <summary>
/// Small facts that a caller keeps with a video: a read-only map that every store can hold. Equal when the entries are.
/// </summary>
/// <remarks>
/// <para>
/// A key is 1 to 64 characters: a lower-case ASCII letter, then such letters, digits and <c>-</c>. <see cref="ContentHashKey"/>
/// belongs to the stores. A value is Unicode text without control characters. Keys and values, the values
/// percent-encoded as HTTP headers need, take at most <see cref="MaxBytes"/> bytes together, which leaves a store room
/// within Amazon S3's limit of 2 KiB.
/// </para>
/// </remarks>
public sealed class VideoMetadata : IReadOnlyDictionary<string, string>, IEquatable<VideoMetadata>
{
    /// <summary>The most that all keys and percent-encoded values may take, in bytes.</summary>
    public const int MaxBytes = 1536;

    /// <summary>
    /// The key under which a store keeps <see cref="VideoProperties.ContentHash"/> with the object. It never shows up
    /// in <see cref="VideoProperties.Metadata"/>.
    /// </summary>
    public const string ContentHashKey = "content-sha256";

    /// <summary>No entries.</summary>
    public static readonly VideoMetadata Empty = new([]);

    private readonly FrozenDictionary<string, string> _entries;

    /// <summary>Copies <paramref name="entries"/>.</summary>
    /// <exception cref="ArgumentException">A key or value breaks a rule, or the whole is too large: the message says which.</exception>
    public VideoMetadata(IEnumerable<KeyValuePair<string, string>> entries)
    {
        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);

        var size = 0;
        foreach (var (key, value) in _entries)
        {
            if (Problem(key, value) is { } problem)
                throw new ArgumentException(problem, nameof(entries));

            size += key.Length + Uri.EscapeDataString(value).Length;
        }

        if (size > MaxBytes)
            throw new ArgumentException($"Metadata takes {size} bytes; at most {MaxBytes} are allowed.", nameof(entries));
    }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _entries.Values;

    /// <inheritdoc/>
    public string this[string key] => _entries[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(VideoMetadata? other) =>
        other is not null
        && Count == other.Count
        && _entries.All(e => other.TryGetValue(e.Key, out var value) && string.Equals(e.Value, value, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VideoMetadata);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _entries.Aggregate(Count, static (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    private static string? Problem(string key, string value)
    {
        if (key.Length is 0 or > 64
            || !char.IsAsciiLetterLower(key[0])
            || key.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            return $"A metadata key is 1 to 64 lower-case ASCII letters, digits and '-', a letter first; '{key}' is not.";
        }

        if (string.Equals(key, ContentHashKey, StringComparison.Ordinal))
            return $"The metadata key '{ContentHashKey}' is the store's own.";

        if (value is null || value.Any(char.IsControl) || !IsWellFormed(value))
            return $"The value of the metadata key '{key}' must be valid Unicode text without control characters.";

        return null;
    }

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length;)
        {
            if (!Rune.TryGetRuneAt(value, i, out var rune))
                return false;

            i += rune.Utf16SequenceLength;
        }

        return true;
    }
}
