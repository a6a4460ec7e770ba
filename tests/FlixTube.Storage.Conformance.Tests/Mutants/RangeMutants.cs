using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

internal sealed class RangeEndsOneByteEarly(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        base.Resolve(path, stored, options) is var served && options.Range is { IsSuffix: false, Length: > 1 }
            ? served with { Length = served.Length - 1 }
            : served;
}

internal sealed class RangeIsIgnored(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options)
    {
        base.Resolve(path, stored, options);
        return new(0, stored.Content.Length);
    }
}

internal sealed class RangeIsNotReported(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var read = await base.OpenReadAsync(path, options, cancellationToken);
        return new(read.Properties, new(0, read.Range.Length), read.Body);
    }
}

internal sealed class RangePastTheEndIsNotClipped(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        options.Range is { IsSuffix: false, Length: { } length } range && range.Offset + length > stored.Content.Length
            ? throw VideoStoreException.RangeNotSatisfiable(path, range, stored.Content.Length)
            : base.Resolve(path, stored, options);
}

internal sealed class SuffixIsNotClipped(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        options.Range is { IsSuffix: true } range && range.Length > stored.Content.Length
            ? throw VideoStoreException.RangeNotSatisfiable(path, range, stored.Content.Length)
            : base.Resolve(path, stored, options);
}

internal sealed class SuffixOfNothingIsServed(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        options.Range is { IsSuffix: true, Length: 0 } ? new(stored.Content.Length, 0) : base.Resolve(path, stored, options);
}

internal sealed class SuffixOfAnEmptyVideoIsRefused(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        stored.Content.Length == 0 && options.Range is { } range
            ? throw VideoStoreException.RangeNotSatisfiable(path, range, 0)
            : base.Resolve(path, stored, options);
}

internal sealed class RangeAtTheEndIsEmpty(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        options.Range is { IsSuffix: false } range && range.Offset == stored.Content.Length
            ? new(range.Offset, 0)
            : base.Resolve(path, stored, options);
}

internal sealed class RefusedRangeDoesNotTellTheLength(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options)
    {
        try
        {
            return base.Resolve(path, stored, options);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.RangeNotSatisfiable)
        {
            throw new VideoStoreException(e.Error, e.Message) { Path = path };
        }
    }
}

internal sealed class OffsetsHave32Bits(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        base.Resolve(path, stored, options) is var served ? served with { Offset = (uint)served.Offset } : default;
}

internal sealed class LengthIsThatOfTheRange(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var read = await base.OpenReadAsync(path, options, cancellationToken);
        return new(read.Properties with { Length = read.Range.Length }, read.Range, read.Body);
    }
}

internal sealed class PinIsIgnored(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        base.Resolve(path, stored, options with { IfMatch = null });
}

internal sealed class PinIsDecidedAfterTheRange(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options)
    {
        base.Resolve(path, stored, options with { IfMatch = null });
        return base.Resolve(path, stored, options);
    }
}

internal sealed class PinMayBeAnyVersion(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        base.Resolve(path, stored, options.IfMatch == "*" ? options with { IfMatch = null } : options);
}

internal sealed class EmptyPinIsNone(ObjectService service) : ReferenceStore(service)
{
    protected override ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options) =>
        base.Resolve(path, stored, options.IfMatch == "" ? options with { IfMatch = null } : options);
}
