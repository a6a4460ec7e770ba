using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Storage.Gcp.Writing;
using FlixTube.Storage.Network;
using FlixTube.Storage.Uploads;
using FlixTube.Testing.Time;
using Moq;

namespace FlixTube.Storage.Gcp.Tests.Writing;

/// <summary>What no emulator does: Cloud Storage may keep a part of a part, and may want to be told the end once more.</summary>
[TestFixture]
public sealed class PartUploadTests
{
    private const int Unit = 256 << 10;
    private static readonly Uri Session = new("http://localhost/session");
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    private readonly List<(long Offset, int Length, string? Crc32C)> _sent = [];
    private Mock<IObjectService> _objects = null!;
    private PartUpload _upload = null!;
    private MemoryStream _kept = null!;
    private ManualTime _time = null!;

    [SetUp]
    public void Begin()
    {
        _sent.Clear();
        _kept = new MemoryStream();
        _time = new ManualTime();
        _objects = new Mock<IObjectService>(MockBehavior.Strict);
        _objects.Setup(o => o.StartUploadAsync(It.IsAny<NewObject>(), It.IsAny<CancellationToken>())).ReturnsAsync(Session);
        var network = new NetworkOptions { RetryDelay = TimeSpan.Zero };
        var calls = new Calls(network, new ServiceErrors(new GcpStoreOptions(), TestStore.Key), _time);
        _upload = new PartUpload(_objects.Object, calls, Path, new NewObject("temporary", "video/mp4", VideoMetadata.Empty));
    }

    [TearDown]
    public void End() => _kept.Dispose();

    [Test]
    public async Task Of_each_part_the_service_may_keep_what_it_likes()
    {
        var content = TestStore.Content((6 * Unit) + 100);
        Keeping(isLast => isLast ? int.MaxValue : Unit);

        await AppendAsync(content, 0, 4 * Unit, isLast: false);
        await AppendAsync(content, 4 * Unit, (2 * Unit) + 100, isLast: true);

        Assert.That(_kept.ToArray(), Is.EqualTo(content));
        Assert.That(_sent.Select(s => s.Offset), Is.EqualTo(new long[] { 0, Unit, 2 * Unit, 3 * Unit, 4 * Unit }));
        Assert.That(_sent[^1].Crc32C, Is.EqualTo(Crc32C.Of(content)));
    }

    [Test]
    public async Task An_upload_of_which_all_bytes_are_there_is_completed_without_sending_any_again()
    {
        var content = TestStore.Content(Unit + 100);
        var isTold = false;
        _objects.Setup(o => o.SendAsync(Session, It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<long>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Uri _, ReadOnlyMemory<byte> bytes, long offset, string? crc32c, CancellationToken _) =>
            {
                _sent.Add((offset, bytes.Length, crc32c));
                var completed = isTold ? Stored(content.Length, crc32c) : null;
                isTold = true;
                return new UploadProgress(content.Length, completed);
            });

        await AppendAsync(content, 0, content.Length, isLast: true);

        Assert.That(_sent.Select(s => (s.Offset, s.Length)), Is.EqualTo(new (long, int)[] { (0, content.Length), (content.Length, 0) }));
        Assert.That(_upload.Completed, Is.Not.Null);
    }

    [Test]
    public async Task A_slow_connection_that_breaks_again_and_again_gets_there_as_long_as_bytes_arrive()
    {
        var content = TestStore.Content(8 * Unit);
        _objects.Setup(o => o.SendAsync(Session, It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<long>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .Returns((Uri _, ReadOnlyMemory<byte> bytes, long offset, string? crc32c, CancellationToken _) =>
            {
                // Longer than retries may go on.
                _time.Advance(TimeSpan.FromSeconds(30));
                _kept.Write(bytes.Span[..Math.Min(bytes.Length, Unit)]);
                return _kept.Length < content.Length
                    ? Task.FromException<UploadProgress>(new IOException("Connection reset by peer"))
                    : Task.FromResult(new UploadProgress(_kept.Length, Stored(_kept.Length, crc32c)));
            });
        _objects.Setup(o => o.AskAsync(Session, It.IsAny<CancellationToken>())).ReturnsAsync(() => new UploadProgress(_kept.Length, null));

        await AppendAsync(content, 0, content.Length, isLast: true);

        Assert.That(_kept.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task A_service_that_takes_nothing_more_is_given_up()
    {
        Keeping(_ => 0);
        _objects.Setup(o => o.AskAsync(Session, It.IsAny<CancellationToken>())).ReturnsAsync(new UploadProgress(0, null));

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => AppendAsync(TestStore.Content(Unit), 0, Unit, isLast: false));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.Unavailable));
    }

    [TestCase(-1)]
    [TestCase(Unit + 1)]
    public async Task A_service_that_counts_wrong_is_not_believed(long kept)
    {
        _objects.Setup(o => o.SendAsync(Session, It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<long>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new UploadProgress(kept, null));

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => AppendAsync(TestStore.Content(Unit), 0, Unit, isLast: false));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.Internal));
    }

    [Test]
    public async Task An_object_with_another_checksum_is_not_what_was_sent()
    {
        var content = TestStore.Content(Unit);
        _objects.Setup(o => o.SendAsync(Session, It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<long>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new UploadProgress(Unit, Stored(Unit, "AAAAAA==")));

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => AppendAsync(content, 0, Unit, isLast: true));

        Assert.That(failure!.Message, Does.Contain("damaged"));
    }

    private Task AppendAsync(byte[] content, int offset, int length, bool isLast) => _upload.AppendAsync(
        new SourcePart(Number: 2, offset, content.AsMemory(offset, length), isLast, ContentHash: null), CancellationToken.None);

    private void Keeping(Func<bool, int> most) =>
        _objects.Setup(o => o.SendAsync(Session, It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<long>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Uri _, ReadOnlyMemory<byte> bytes, long offset, string? crc32c, CancellationToken _) =>
            {
                _sent.Add((offset, bytes.Length, crc32c));
                _kept.Write(bytes.Span[..Math.Min(bytes.Length, most(crc32c is not null))]);
                return new UploadProgress(_kept.Length, crc32c is null ? null : Stored(_kept.Length, crc32c));
            });

    private static StoredObject Stored(long length, string? crc32c) =>
        new("temporary", 1, length, DateTimeOffset.UnixEpoch, "video/mp4", crc32c, VideoMetadata.Empty);
}
