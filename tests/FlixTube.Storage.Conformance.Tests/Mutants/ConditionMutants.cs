using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

/// <summary>Looks whether the condition holds, and writes whatever is there by then.</summary>
internal abstract class ConditionIsDecidedFirst(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is not null && Mine(options))
        {
            await StartAsync(path, cancellationToken);
            options.Validate();
            if (!Holds(options, Service.Find(path.Value)))
                throw options.CreateOnly ? VideoStoreException.AlreadyExists(path) : VideoStoreException.PreconditionFailed(path);
            options = options with { CreateOnly = false, IfMatch = null };
        }

        return await base.WriteAsync(path, content, options, cancellationToken);
    }

    protected abstract bool Mine(WriteOptions options);
}

internal sealed class CreateOnlyIsNotAtomic(ObjectService service) : ConditionIsDecidedFirst(service)
{
    protected override bool Mine(WriteOptions options) => options is { CreateOnly: true, IfMatch: null };
}

internal sealed class ConditionalWriteIsNotAtomic(ObjectService service) : ConditionIsDecidedFirst(service)
{
    protected override bool Mine(WriteOptions options) => options is { CreateOnly: false, IfMatch: not null };
}

internal sealed class ConditionalDeleteIsNotAtomic(ObjectService service) : ReferenceStore(service)
{
    public override async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        if (options.IfMatch is not null)
        {
            await StartAsync(path, cancellationToken);
            if (Service.Find(path.Value)?.ETag != options.IfMatch)
                throw VideoStoreException.PreconditionFailed(path);
            for (var i = 0; i < 100; i++)
                await Task.Yield();
        }

        await base.DeleteAsync(path, default, cancellationToken);
    }
}

internal sealed class CreateOnlyIsIgnored(ObjectService service) : ReferenceStore(service)
{
    protected override bool Holds(WriteOptions options, StoredObject? present) => options.CreateOnly || base.Holds(options, present);
}

internal sealed class ConditionOfAWriteIsIgnored(ObjectService service) : ReferenceStore(service)
{
    protected override bool Holds(WriteOptions options, StoredObject? present) => !options.CreateOnly || base.Holds(options, present);
}

internal sealed class ConditionHoldsWhereNothingIs(ObjectService service) : ReferenceStore(service)
{
    protected override bool Holds(WriteOptions options, StoredObject? present) => present is null || base.Holds(options, present);
}

internal sealed class ConditionMayBeAListOfVersions(ObjectService service) : ReferenceStore(service)
{
    protected override bool Holds(WriteOptions options, StoredObject? present) =>
        base.Holds(options with { IfMatch = options.IfMatch?.Split('"')[^1] }, present);
}

internal sealed class ConditionOfADeleteIsIgnored(ObjectService service) : ReferenceStore(service)
{
    public override Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        base.DeleteAsync(path, default, cancellationToken);
}

internal sealed class AlreadyExistsIsPreconditionFailed(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Commit(ObjectService.Upload upload, VideoPath path, WriteOptions options, string hash)
    {
        try
        {
            return base.Commit(upload, path, options, hash);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.AlreadyExists)
        {
            throw VideoStoreException.PreconditionFailed(path, e);
        }
    }
}

internal sealed class WhatIsUnsupportedIsImitated(ObjectService service) : ReferenceStore(service)
{
    private readonly ReferenceStore _able = new(service);

    public override VideoStoreCapabilities Capabilities => base.Capabilities with
    {
        ConditionalCreate = false,
        ConditionalWrite = false,
        ConditionalDelete = false,
    };

    public override Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        _able.WriteAsync(path, content, options, cancellationToken);

    public override Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        _able.DeleteAsync(path, options, cancellationToken);
}

internal sealed class DeleteOfAMissingVideoFails(ObjectService service) : ReferenceStore(service)
{
    public override async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        await GetPropertiesAsync(path, cancellationToken);
        await base.DeleteAsync(path, options, cancellationToken);
    }
}

internal sealed class DeleteTakesTheFolderAlong(ObjectService service) : ReferenceStore(service)
{
    public override async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        await base.DeleteAsync(path, options, cancellationToken);
        foreach (var stored in Service.List().Where(o => o.Name.StartsWith(path.Value + "/", StringComparison.Ordinal)))
            Service.Delete(stored.Name, _ => true);
    }
}
