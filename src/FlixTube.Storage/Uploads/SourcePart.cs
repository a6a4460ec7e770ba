namespace FlixTube.Storage.Uploads;

/// <summary>One part of a video that is being written.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Offset">Where in the video it begins, in bytes.</param>
/// <param name="Content">The bytes, valid until the part's upload has ended.</param>
/// <param name="IsLast">Whether it is the last one. It may be empty only if it is also the first.</param>
/// <param name="ContentHash">On the last part, the SHA-256 of the whole video in lower-case hexadecimal digits; else <c>null</c>.</param>
public readonly record struct SourcePart(int Number, long Offset, ReadOnlyMemory<byte> Content, bool IsLast, string? ContentHash);
