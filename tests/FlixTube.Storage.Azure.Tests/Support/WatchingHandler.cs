namespace FlixTube.Storage.Azure.Tests;

/// <summary>Counts what goes over the network below the SDK, and breaks a body when a test says so.</summary>
internal sealed class WatchingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private long _requests;
    private long _bytes;
    private int _open;
    private long _breakAfter = -1;

    public long Requests => Interlocked.Read(ref _requests);

    public long ContentBytes => Interlocked.Read(ref _bytes);

    public int OpenBodies => Volatile.Read(ref _open);

    /// <summary>Makes the next body of a blob fail as a lost connection does.</summary>
    public void BreakNextBody(long afterBytes) => Interlocked.Exchange(ref _breakAfter, afterBytes);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var response = await base.SendAsync(request, cancellationToken);
        var isBlob = request.Method == HttpMethod.Get && !request.RequestUri!.Query.Contains("comp=", StringComparison.Ordinal);
        if (isBlob && response.IsSuccessStatusCode)
        {
            var content = new StreamContent(new Body(this, await response.Content.ReadAsStreamAsync(cancellationToken)));
            foreach (var (name, values) in response.Content.Headers.NonValidated)
                content.Headers.TryAddWithoutValidation(name, values);

            response.Content = content;
        }

        return response;
    }

    private sealed class Body : Stream
    {
        private readonly WatchingHandler _owner;
        private readonly Stream _body;
        private readonly long _breakAfter;
        private long _taken;
        private bool _disposed;

        public Body(WatchingHandler owner, Stream body)
        {
            _owner = owner;
            _body = body;
            _breakAfter = Interlocked.Exchange(ref owner._breakAfter, -1);
            Interlocked.Increment(ref owner._open);
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_breakAfter >= 0 && _taken >= _breakAfter)
                throw new IOException("Connection reset by peer");

            if (_breakAfter >= 0)
                buffer = buffer[..(int)Math.Min(buffer.Length, _breakAfter - _taken)];

            var count = await _body.ReadAsync(buffer, cancellationToken);
            _taken += count;
            Interlocked.Add(ref _owner._bytes, count);
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                Interlocked.Decrement(ref _owner._open);
                _body.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
