using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>Everything of a <c>multipart/byteranges</c> body (RFC 9110 section 14.6) but the bytes of the video.</summary>
internal sealed class MultipartLayout
{
    private readonly List<byte[]> _heads;

    public MultipartLayout(VideoProperties video, IReadOnlyList<ServedRange> parts)
    {
        // Whoever wrote the video must not know the boundary, or he could write a part of his own.
        var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var contentType = VideoHeaders.ContentType(video);

        Parts = parts;
        ContentType = $"multipart/byteranges; boundary={boundary}";
        _heads = parts.Select(Head).ToList();
        Tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        ContentLength = parts.Sum(p => p.Length) + _heads.Sum(h => (long)h.Length) + Tail.Length;

        byte[] Head(ServedRange part, int index) => Encoding.ASCII.GetBytes(
            $"{(index == 0 ? "" : "\r\n")}--{boundary}\r\nContent-Type: {contentType}\r\nContent-Range: {VideoHeaders.ContentRange(part, video.Length)}\r\n\r\n");
    }

    public IReadOnlyList<ServedRange> Parts { get; }

    /// <summary>That of the whole answer; the video's own is in each part.</summary>
    public string ContentType { get; }

    public long ContentLength { get; }

    /// <summary>What follows the last part.</summary>
    public ReadOnlyMemory<byte> Tail { get; }

    /// <summary>What precedes a part.</summary>
    public ReadOnlyMemory<byte> HeadOf(int part) => _heads[part];
}
