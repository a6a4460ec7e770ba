using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

internal sealed class BodyThatBreaksOffLooksComplete(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Short(base.OpenBody(stored, served));

    private sealed class Short(Stream inner) : WrappedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await base.ReadAsync(buffer, cancellationToken);
            }
            catch (VideoStoreException)
            {
                return 0;
            }
        }
    }
}

internal sealed class BodyBreaksOffWithTheExceptionOfItsTransport(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Raw(base.OpenBody(stored, served));

    private sealed class Raw(Stream inner) : WrappedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await base.ReadAsync(buffer, cancellationToken);
            }
            catch (VideoStoreException e)
            {
                throw new IOException("The connection was reset.", e);
            }
        }
    }
}

internal sealed class BodyIsOfWhateverVersionIsThere(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) =>
        new Mixed(Service, stored, base.OpenBody(stored, served), served);

    private sealed class Mixed(ObjectService service, StoredObject stored, Stream inner, ServedRange served) : WrappedStream(inner)
    {
        private long _position = served.Offset;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (service.Find(stored.Name) is { } present && present.Content.Length >= _position + count)
                present.Content.Read(_position, buffer.Span[..count]);
            _position += count;
            return count;
        }
    }
}

internal sealed class BodyIsBoundToTheTokenOfItsOpening(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var read = await base.OpenReadAsync(path, options, cancellationToken);
        return new(read.Properties, read.Range, new Bound(read.Body, cancellationToken));
    }

    private sealed class Bound(Stream inner, CancellationToken token) : WrappedStream(inner)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer, token);
    }
}

internal sealed class BodyCanBeReadAfterItWasDisposed(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Undead(base.OpenBody(stored, served));

    private sealed class Undead(Stream inner) : WrappedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await base.ReadAsync(buffer, cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                return 0;
            }
        }
    }
}

internal sealed class BodyCanBeDisposedOnce(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Once(base.OpenBody(stored, served));

    private sealed class Once(Stream inner) : WrappedStream(inner)
    {
        protected override void Dispose(bool disposing)
        {
            ObjectDisposedException.ThrowIf(!CanRead, this);
            base.Dispose(disposing);
        }
    }
}

internal sealed class BodyStaysOpenAtTheService(ObjectService service) : ReferenceStore(service), IHanging
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Leaking(base.OpenBody(stored, served));

    private sealed class Leaking(Stream inner) : WrappedStream(inner)
    {
        private bool _disposed;

        public override int Read(byte[] buffer, int offset, int count)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return base.Read(buffer, offset, count);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return base.ReadAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing) => _disposed = true;
    }
}

internal sealed class BodyIsBufferedWhole(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served)
    {
        using var body = base.OpenBody(stored, served);
        var bytes = new byte[served.Length];
        body.ReadExactly(bytes);
        return new MemoryStream(bytes, writable: false);
    }
}

internal sealed class BodyGivesNothingInTheEnd(ObjectService service) : ReferenceStore(service), IHanging
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Hanging(base.OpenBody(stored, served));

    private sealed class Hanging(Stream inner) : WrappedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            return count == 0 && buffer.Length == 10 ? await new TaskCompletionSource<int>().Task : count;
        }
    }
}

internal sealed class BodyReadIgnoresCancellation(ObjectService service) : ReferenceStore(service)
{
    protected override Stream OpenBody(StoredObject stored, ServedRange served) => new Deaf(base.OpenBody(stored, served));

    private sealed class Deaf(Stream inner) : WrappedStream(inner)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer, CancellationToken.None);
    }
}

internal sealed class ReadLooksFirst(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        await GetPropertiesAsync(path, cancellationToken);
        return await base.OpenReadAsync(path, options, cancellationToken);
    }
}

internal sealed class StatOpensTheContent(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        await using var read = await OpenReadAsync(path, default, cancellationToken);
        await read.Body.ReadAsync(new byte[4096], cancellationToken);
        return read.Properties;
    }
}
