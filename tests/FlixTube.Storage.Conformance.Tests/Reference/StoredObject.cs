namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>What the service keeps under one name: one version, never changed.</summary>
internal sealed record StoredObject(string Name, IStoredBytes Content, string ETag, DateTimeOffset LastModified)
{
    public string? ContentType { get; init; }

    public string? ContentHash { get; init; }

    public VideoMetadata Metadata { get; init; } = VideoMetadata.Empty;
}

internal interface IStoredBytes
{
    long Length { get; }

    void Read(long offset, Span<byte> destination);
}

/// <summary>Parts as they were sent.</summary>
internal sealed class PartBytes(IReadOnlyList<byte[]> parts, int partLength) : IStoredBytes
{
    public long Length { get; } = parts.Sum(p => (long)p.Length);

    public void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var part = parts[(int)(offset / partLength)].AsSpan((int)(offset % partLength));
            part = part[..Math.Min(part.Length, destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            offset += part.Length;
        }
    }
}

/// <summary>Zeros but for a few marks.</summary>
internal sealed class SparseBytes(long length, IReadOnlyDictionary<long, byte> marks) : IStoredBytes
{
    public long Length => length;

    public void Read(long offset, Span<byte> destination)
    {
        destination.Clear();
        foreach (var (position, value) in marks)
        {
            if (position >= offset && position < offset + destination.Length)
                destination[(int)(position - offset)] = value;
        }
    }
}
