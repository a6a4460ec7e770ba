using System.Runtime.InteropServices;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.S3.Writing;

/// <summary>A part as the stream that the SDK wants, without a copy.</summary>
internal static class PartContent
{
    public static MemoryStream Open(SourcePart part) =>
        MemoryMarshal.TryGetArray(part.Content, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(part.Content.ToArray(), writable: false);
}
