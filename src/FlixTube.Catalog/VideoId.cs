using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>
/// The id of a video: 12 bytes, written as 24 lower-case hexadecimal digits, the form of MongoDB's ObjectId.
/// </summary>
/// <remarks><c>default</c> is not an id; <see cref="ToString"/> of it is empty.</remarks>
public readonly struct VideoId : IEquatable<VideoId>
{
    /// <summary>How many digits an id has.</summary>
    public const int Digits = 24;

    private readonly string? _digits;

    private VideoId(string digits) => _digits = digits;

    /// <summary>
    /// The id that <paramref name="path"/> always gets in a catalogue that may choose: the first 12 bytes of the path's SHA-256.
    /// </summary>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.InvalidPath"/>: <paramref name="path"/> is <c>default</c>.</exception>
    public static VideoId ForPath(VideoPath path) => Hash(path.Value);

    /// <summary>
    /// The ids that a catalogue tries for <paramref name="path"/>, one after the other without end, until one is not another
    /// video's: <see cref="ForPath"/> first.
    /// </summary>
    /// <remarks>No two paths hash the same text for a later id: a path has no control character.</remarks>
    public static IEnumerable<VideoId> CandidatesFor(VideoPath path)
    {
        yield return ForPath(path);

        for (var attempt = 1; ; attempt++)
            yield return Hash(string.Create(CultureInfo.InvariantCulture, $"{path.Value}\n{attempt}"));
    }

    /// <summary>Reads 24 hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VideoId id)
    {
        var valid = text is { Length: Digits } && text.All(char.IsAsciiHexDigit);
        id = valid ? new(text!.ToLowerInvariant()) : default;
        return valid;
    }

    private static VideoId Hash(string text) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Digits / 2)));

    /// <inheritdoc/>
    public bool Equals(VideoId other) => string.Equals(_digits, other._digits, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VideoId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _digits?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The 24 digits.</summary>
    public override string ToString() => _digits ?? "";

    /// <summary>Whether both are the same id.</summary>
    public static bool operator ==(VideoId left, VideoId right) => left.Equals(right);

    /// <summary>Whether the ids differ.</summary>
    public static bool operator !=(VideoId left, VideoId right) => !left.Equals(right);
}
