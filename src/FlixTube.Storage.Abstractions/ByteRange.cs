using System.Globalization;

namespace FlixTube.Storage;

/// <summary>
/// Which bytes of a video a caller asks for, before its length is known (RFC 9110 section 14.1.2): from an offset to
/// the end, a number of bytes from an offset, or the last bytes.
/// </summary>
/// <remarks><c>default</c> is <c>From(0)</c>. To read a whole video, empty or not, ask for no range at all.</remarks>
public readonly record struct ByteRange
{
    private ByteRange(long offset, long? length, bool isSuffix)
    {
        Offset = offset;
        Length = length;
        IsSuffix = isSuffix;
    }

    /// <summary>The first byte, counted from 0; 0 for a suffix.</summary>
    public long Offset { get; }

    /// <summary>How many bytes, 1 or more; <c>null</c> means to the end. For a suffix it may be 0.</summary>
    public long? Length { get; }

    /// <summary>Whether <see cref="Length"/> counts from the end of the video.</summary>
    public bool IsSuffix { get; }

    /// <summary>Everything from <paramref name="offset"/> to the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    public static ByteRange From(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new(offset, length: null, isSuffix: false);
    }

    /// <summary>
    /// At most <paramref name="length"/> bytes from <paramref name="offset"/>; what reaches past the end is clipped.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="offset"/> is negative, <paramref name="length"/> is less than 1, or their sum exceeds
    /// <see cref="long.MaxValue"/>.
    /// </exception>
    public static ByteRange Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue - offset);
        return new(offset, length, isSuffix: false);
    }

    /// <summary>The last <paramref name="length"/> bytes, or the whole video when it is shorter.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static ByteRange Suffix(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new(0, length, isSuffix: true);
    }

    /// <summary>
    /// Says which bytes of a video of <paramref name="videoLength"/> bytes are meant. Every store must answer as this does.
    /// </summary>
    /// <remarks>
    /// A range cannot be satisfied when it begins at or past the end (so an empty video satisfies none that has an
    /// offset), or when it is a suffix of 0 bytes. Any longer suffix of an empty video is the empty video.
    /// </remarks>
    /// <returns><c>false</c> when the range cannot be satisfied.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="videoLength"/> is negative.</exception>
    public bool TryResolve(long videoLength, out ServedRange served)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(videoLength);

        if (IsSuffix)
        {
            var length = Math.Min(Length!.Value, videoLength);
            served = new(videoLength - length, length);
            return Length > 0;
        }

        served = Offset < videoLength ? new(Offset, Math.Min(Length ?? long.MaxValue, videoLength - Offset)) : default;
        return Offset < videoLength;
    }

    /// <summary>The range in the form of RFC 9110: <c>0-499</c>, <c>500-</c> or <c>-500</c>.</summary>
    public override string ToString()
    {
        if (IsSuffix)
            return string.Create(CultureInfo.InvariantCulture, $"-{Length}");

        return Length is { } length
            ? string.Create(CultureInfo.InvariantCulture, $"{Offset}-{Offset + length - 1}")
            : string.Create(CultureInfo.InvariantCulture, $"{Offset}-");
    }
}

/// <summary>The bytes of a video that an answer holds.</summary>
/// <param name="Offset">The first byte, counted from 0.</param>
/// <param name="Length">How many bytes, 0 or more.</param>
public readonly record struct ServedRange(long Offset, long Length)
{
    /// <summary>The byte after the last one.</summary>
    public long End => Offset + Length;
}
