using System.Globalization;
using System.Security.Cryptography;
using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

internal sealed class ETagIsTheLength(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options, hash) with { ETag = stored.Content.Length.ToString(CultureInfo.InvariantCulture) };
}

internal sealed class ETagOfTheListingHasQuotes(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) => base.List(prefix).Select(v => v with { ETag = $"\"{v.ETag}\"" });
}

internal sealed class ETagHasQuotesEverywhere(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options, hash) with { ETag = $"\"{stored.ETag}\"" };
}

internal sealed class ETagOfTheWriteIsAnother(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Commit(ObjectService.Upload upload, VideoPath path, WriteOptions options, string hash) =>
        base.Commit(upload, path, options, hash) is var written ? written with { ETag = written.ETag + "-written" } : written;
}

internal sealed class HashIsMissing(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options, hash) with { ContentHash = null };
}

internal sealed class HashIsInUpperCase(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options, hash.ToUpperInvariant());
}

internal sealed class HashIsThatOfTheLastPart(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Commit(ObjectService.Upload upload, VideoPath path, WriteOptions options, string hash) =>
        base.Commit(upload, path, options, Convert.ToHexStringLower(SHA256.HashData(upload.Parts.LastOrDefault([]))));
}

internal sealed class HashOutlivesTheContent(ObjectService service) : ReferenceStore(service)
{
    private readonly Dictionary<VideoPath, string?> _hashes = [];

    protected override VideoProperties Describe(VideoPath path, StoredObject stored)
    {
        lock (_hashes)
        {
            _hashes[path] = stored.ContentHash ?? _hashes.GetValueOrDefault(path);
            return base.Describe(path, stored) with { ContentHash = _hashes[path] };
        }
    }
}

internal sealed class HashIsKnownToTheWriteOnly(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        await base.GetPropertiesAsync(path, cancellationToken) with { ContentHash = null };
}

internal sealed class ContentTypeIsLost(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options with { ContentType = null }, hash);
}

internal sealed class ContentTypeIsNotDerived(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Describe(VideoPath path, StoredObject stored) =>
        base.Describe(path, stored) with { ContentType = stored.ContentType ?? VideoContentType.Unknown };
}

internal sealed class ContentTypeLosesItsParameters(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options with { ContentType = options.ContentType?.Split(';')[0] }, hash);
}

internal sealed class MetadataIsLost(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        base.Keep(stored, options with { Metadata = VideoMetadata.Empty }, hash);
}

internal sealed class MetadataIsDecodedTwice(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) => base.Keep(
        stored,
        options with { Metadata = new(options.Metadata.Select(m => new KeyValuePair<string, string>(m.Key, Uri.UnescapeDataString(m.Value)))) },
        hash);
}

internal sealed class MetadataIsTrimmed(ObjectService service) : ReferenceStore(service)
{
    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash) => base.Keep(
        stored, options with { Metadata = new(options.Metadata.Select(m => new KeyValuePair<string, string>(m.Key, m.Value.Trim()))) }, hash);
}

internal sealed class MetadataOfTheOldVersionIsMerged(ObjectService service) : ReferenceStore(service)
{
    private readonly Dictionary<string, VideoMetadata> _metadata = [];

    protected override StoredObject Keep(StoredObject stored, WriteOptions options, string hash)
    {
        lock (_metadata)
        {
            var merged = options.Metadata.UnionBy(_metadata.GetValueOrDefault(stored.Name, VideoMetadata.Empty), m => m.Key);
            _metadata[stored.Name] = new(merged.Take(50));
            return base.Keep(stored, options with { Metadata = _metadata[stored.Name] }, hash);
        }
    }
}

internal sealed class LastModifiedIsMissing(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Describe(VideoPath path, StoredObject stored) =>
        base.Describe(path, stored) with { LastModified = default };
}

internal sealed class LastModifiedIsLocal(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Describe(VideoPath path, StoredObject stored) =>
        base.Describe(path, stored) with { LastModified = stored.LastModified.ToOffset(TimeSpan.FromHours(2)) };
}
