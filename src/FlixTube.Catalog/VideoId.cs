using System.Diagnostics.CodeAnalysis;
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
    public static VideoId ForPath(VideoPath path) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Value)).AsSpan(0, Digits / 2)));

    /// <summary>Reads 24 hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VideoId id)
    {
        var valid = text is { Length: Digits } && text.All(char.IsAsciiHexDigit);
        id = valid ? new(text!.ToLowerInvariant()) : default;
        return valid;
    }

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
