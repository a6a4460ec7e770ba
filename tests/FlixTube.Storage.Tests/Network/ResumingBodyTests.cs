using FlixTube.Storage.Network;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.Tests.Network;

internal sealed class ResumingBodyTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    private readonly ManualTime _time = new();
    private readonly byte[] _video = new byte[8 << 20];
    private readonly List<ByteRange> _reopened = [];

    [OneTimeSetUp]
    public void Fill() => new Random(1).NextBytes(_video);

    [SetUp]
    public void Forget() => _reopened.Clear();

    private ResumingBody Body(Stream first, Func<ByteRange, Stream> next, NetworkOptions? options = null, ServedRange? range = null) => new(
        Path,
        range ?? new ServedRange(0, _video.Length),
        first,
        (wanted, _) =>
        {
            _reopened.Add(wanted);
            return Task.FromResult(next(wanted));
        },
        e => new VideoStoreException(VideoStoreError.Unavailable, "broken", e),
        options ?? new NetworkOptions { RetryDelay = TimeSpan.Zero },
        _time);

    private MemoryStream Rest(ByteRange range) => new(_video, (int)range.Offset, (int)range.Length!.Value);

    private static async Task<byte[]> ReadAsync(Stream body)
    {
        var all = new MemoryStream();
        await body.CopyToAsync(all);
        return all.ToArray();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_that_breaks_or_ends_early_is_resumed_at_the_byte_where_it_broke(bool throws)
    {
        await using var body = Body(new BrokenStream(_video, 12_345, throws), Rest);
        Assert.That(await ReadAsync(body), Is.EqualTo(_video));
        Assert.That(_reopened, Is.EqualTo(new[] { ByteRange.Slice(12_345, _video.Length - 12_345) }));
    }

    [Test]
    public async Task A_range_is_resumed_within_the_range()
    {
        await using var body = Body(new BrokenStream(_video[1000..3000], 500, throws: true), Rest, range: new ServedRange(1000, 2000));
        Assert.That(await ReadAsync(body), Is.EqualTo(_video[1000..3000]));
        Assert.That(_reopened, Is.EqualTo(new[] { ByteRange.Slice(1500, 1500) }));
    }

    [Test]
    public async Task More_bytes_than_were_promised_are_not_passed_on()
    {
        await using var body = Body(new MemoryStream(_video), Rest, range: new ServedRange(0, 100));
        Assert.That(await ReadAsync(body), Is.EqualTo(_video[..100]));
    }

    [Test]
    public async Task A_body_that_breaks_again_and_again_without_progress_fails_after_the_retries()
    {
        await using var body = Body(new BrokenStream(_video, 10, throws: true), r => new BrokenStream(Rest(r).ToArray(), 10, throws: true));
        var e = await Assert.ThrowsAsync<VideoStoreException>(() => ReadAsync(body));
        Assert.That(e!.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(_reopened, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_body_that_makes_progress_may_break_more_often_than_that()
    {
        const int piece = 1 << 20;
        await using var body = Body(new BrokenStream(_video, piece, throws: true), r => new BrokenStream(Rest(r).ToArray(), piece, throws: true));
        Assert.That(await ReadAsync(body), Is.EqualTo(_video));
        Assert.That(_reopened, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task A_body_whose_video_was_replaced_meanwhile_fails_and_is_not_mixed()
    {
        await using var body = Body(new BrokenStream(_video, 10, throws: true), _ => throw VideoStoreException.PreconditionFailed(Path));
        var e = await Assert.ThrowsAsync<VideoStoreException>(() => ReadAsync(body));
        Assert.That(e!.Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
        Assert.That(_reopened, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_stalls_is_resumed()
    {
        var stalled = new StalledStream();
        await using var body = Body(stalled, Rest);
        var reading = ReadAsync(body);
        await stalled.Waiting;

        _time.Advance(new NetworkOptions().IdleTimeout);

        Assert.That(await reading, Is.EqualTo(_video));
        Assert.That(stalled.IsDisposed, Is.True);
    }

    [Test]
    public async Task A_body_that_stalls_and_cannot_be_resumed_is_a_timeout()
    {
        var stalled = new StalledStream();
        await using var body = Body(stalled, Rest, new NetworkOptions { MaxRetries = 0 });
        var reading = ReadAsync(body);
        await stalled.Waiting;

        _time.Advance(new NetworkOptions().IdleTimeout);

        Assert.That((await Assert.ThrowsAsync<VideoStoreException>(() => reading))!.Error, Is.EqualTo(VideoStoreError.Timeout));
    }

    [Test]
    public async Task A_cancelled_read_ends_at_once_and_is_no_failure_of_the_store()
    {
        var stalled = new StalledStream();
        await using var body = Body(stalled, Rest);
        using var caller = new CancellationTokenSource();
        var reading = body.ReadAsync(new byte[10], caller.Token).AsTask();
        await stalled.Waiting;

        await caller.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => reading);
        Assert.That(_reopened, Is.Empty);
    }

    [Test]
    public async Task A_disposed_body_ends_its_request_and_reads_no_more()
    {
        var stalled = new StalledStream();
        var body = Body(stalled, Rest);
        await body.DisposeAsync();
        await body.DisposeAsync();
        Assert.That(stalled.IsDisposed, Is.True);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await body.ReadAsync(new byte[10]));
    }

    /// <summary>Yields so many bytes and then throws or ends.</summary>
    private sealed class BrokenStream(byte[] bytes, int good, bool throws) : MemoryStream([.. bytes.Take(good)])
    {
        private readonly bool _throws = throws && good < bytes.Length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length && _throws
                ? throw new IOException("reset")
                : base.ReadAsync(buffer, cancellationToken);
    }

    private sealed class StalledStream : MemoryStream
    {
        private readonly TaskCompletionSource _waiting = new();

        public Task Waiting => _waiting.Task;

        public bool IsDisposed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
