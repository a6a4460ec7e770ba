using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace FlixTube.Storage;

/// <summary>
/// The name of a video in a store: the same characters in every cloud and in a folder.
/// </summary>
/// <remarks>
/// <para>
/// A path is 1 to <see cref="MaxUtf8Bytes"/> bytes of valid UTF-8. <c>/</c> separates segments; no segment is empty,
/// <c>.</c> or <c>..</c> (so there is no leading, trailing or double slash). No control character (U+0000 to U+001F,
/// U+007F to U+009F) and no backslash. Everything else is allowed and must come back from every store exactly as it
/// was given: case is significant and nothing is normalized. A store whose service keeps a few names for itself says so
/// (<see cref="VideoStoreCapabilities.AllNames"/>) and refuses them with <see cref="VideoStoreError.Unsupported"/>.
/// </para>
/// <para>
/// The limit is the shortest of the clouds' own (Amazon S3 and Google Cloud Storage: 1,024 bytes of UTF-8; Azure Blob
/// Storage: 1,024 characters).
/// </para>
/// <para><c>default</c> is not a path; every use of its <see cref="Value"/> throws.</para>
/// </remarks>
public readonly struct VideoPath : IEquatable<VideoPath>, IComparable<VideoPath>
{
    /// <summary>The longest path, in bytes of UTF-8.</summary>
    public const int MaxUtf8Bytes = 1024;

    private readonly string? _value;

    private VideoPath(string value) => _value = value;

    /// <summary>The path as text.</summary>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.InvalidPath"/>: this is <c>default</c>.</exception>
    public string Value => _value ?? throw Invalid("A path is missing.");

    /// <summary>The last segment: what a person would call the file's name.</summary>
    public string FileName => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>Makes a path of <paramref name="text"/>.</summary>
    /// <exception cref="VideoStoreException">
    /// <see cref="VideoStoreError.InvalidPath"/>: the message says which rule is broken.
    /// </exception>
    public static VideoPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text) is { } problem ? throw Invalid(problem) : new VideoPath(text);
    }

    /// <summary>Makes a path of <paramref name="text"/> when it is one.</summary>
    /// <returns><c>false</c> when <paramref name="text"/> is <c>null</c> or breaks a rule.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out VideoPath path)
    {
        var valid = text is not null && Problem(text) is null;
        path = valid ? new VideoPath(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public bool Equals(VideoPath other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VideoPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Compares by bytes of UTF-8, the order in which every store must list.</summary>
    public int CompareTo(VideoPath other) => CompareUtf8(_value, other._value);

    /// <summary>The path as text; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? "";

    /// <summary>Whether both are the same path.</summary>
    public static bool operator ==(VideoPath left, VideoPath right) => left.Equals(right);

    /// <summary>Whether the paths differ.</summary>
    public static bool operator !=(VideoPath left, VideoPath right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> is listed before <paramref name="right"/>.</summary>
    public static bool operator <(VideoPath left, VideoPath right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is listed after <paramref name="right"/>.</summary>
    public static bool operator >(VideoPath left, VideoPath right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or listed before it.</summary>
    public static bool operator <=(VideoPath left, VideoPath right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or listed after it.</summary>
    public static bool operator >=(VideoPath left, VideoPath right) => left.CompareTo(right) >= 0;

    private static string? Problem(string text)
    {
        if (text.Length == 0)
            return "A path must not be empty.";

        // Cheap before exact: a UTF-16 unit is at least one byte of UTF-8, so longer text need not be counted or shown.
        if (text.Length > MaxUtf8Bytes || Encoding.UTF8.GetByteCount(text) > MaxUtf8Bytes)
            return $"A path must not be longer than {MaxUtf8Bytes} bytes of UTF-8.";

        if (!IsWellFormed(text))
            return "A path must be valid Unicode: it has half of a surrogate pair.";

        foreach (var c in text)
        {
            if (char.IsControl(c))
                return $"A path must not have control characters: it has U+{(int)c:X4}.";

            if (c == '\\')
                return "A path must not have a backslash: separate segments with '/'.";
        }

        foreach (var segment in text.AsSpan().Split('/'))
        {
            switch (text.AsSpan()[segment])
            {
                case "": return "A path must not have an empty segment: no leading, trailing or double '/'.";
                case "." or "..": return "A path must not have a segment '.' or '..'.";
            }
        }

        return null;
    }

    private static bool IsWellFormed(string text)
    {
        Span<byte> scratch = stackalloc byte[MaxUtf8Bytes];
        return Utf8.FromUtf16(text, scratch, out _, out _, replaceInvalidSequences: false)
            == System.Buffers.OperationStatus.Done;
    }

    // UTF-16 order differs from UTF-8 order in one place only: surrogates (U+10000 and up) sort before U+E000 to U+FFFF.
    private static int CompareUtf8(string? left, string? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);

        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);

        return Rank(left[common]).CompareTo(Rank(right[common]));

        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    private static VideoStoreException Invalid(string message) => new(VideoStoreError.InvalidPath, message);
}
