namespace FlixTube.Storage.Tests.Copying;

/// <summary>A body whose first byte has another value, as that of a rotten disk.</summary>
internal sealed class AlteredBody(Stream body) : MemoryStream(Altered(body), writable: false)
{
    private static byte[] Altered(Stream body)
    {
        using var bytes = new MemoryStream();
        body.CopyTo(bytes);
        body.Dispose();
        var content = bytes.ToArray();
        content[0] ^= 1;
        return content;
    }
}
