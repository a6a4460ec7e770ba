using System.Text;

namespace FlixTube.Storage.Tests.Files;

/// <summary>What happens when somebody changes a file while it is read; the store itself never does.</summary>
public sealed class ForeignEditTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp()
    {
        _test = new();
        _test.Copy("a.mp4", "0123456789");
        File.SetLastWriteTimeUtc(_test.FileOf("a.mp4"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    [TearDown]
    public void TearDown() => _test.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_changed_in_place_does_not_end_as_if_it_were_whole(bool asynchronous)
    {
        await using var read = await _test.Store.OpenReadAsync(Path);
        var buffer = new byte[20];
        Assert.That(await ReadAsync(read.Body, buffer.AsMemory(0, 5), asynchronous), Is.EqualTo(5));

        Edit(file => file.Write("ABCDEFGHIJ"u8));

        await Assert.ThatAsync(() => ReadAsync(read.Body, buffer, asynchronous), VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task A_body_cut_off_in_place_does_not_end_as_if_it_were_whole()
    {
        await using var read = await _test.Store.OpenReadAsync(Path);
        var buffer = new byte[20];

        Edit(file => file.SetLength(5));

        Assert.That(await read.Body.ReadAsync(buffer), Is.EqualTo(5));
        await Assert.ThatAsync(() => read.Body.ReadAsync(buffer).AsTask(), VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task A_range_of_a_body_that_grows_is_not_taken_for_whole_either()
    {
        await using var read = await _test.Store.OpenReadAsync(Path, new ReadOptions { Range = ByteRange.Slice(2, 3) });

        Edit(file =>
        {
            file.Seek(0, SeekOrigin.End);
            file.Write("more"u8);
        });

        await Assert.ThatAsync(() => read.Body.ReadAsync(new byte[3]).AsTask(), VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));
    }

    [TestCase("replace")]
    [TestCase("delete")]
    public async Task A_body_that_the_store_itself_replaces_or_deletes_is_read_to_its_end(string change)
    {
        await using var read = await _test.Store.OpenReadAsync(Path);
        var buffer = new byte[10];
        await read.Body.ReadExactlyAsync(buffer.AsMemory(0, 3));

        if (change is "replace")
            await _test.WriteAsync("a.mp4", "new");
        else
            await _test.DeleteAsync("a.mp4");

        await read.Body.ReadExactlyAsync(buffer.AsMemory(3));
        Assert.That(Encoding.ASCII.GetString(buffer), Is.EqualTo("0123456789"));
        Assert.That(await read.Body.ReadAsync(buffer), Is.Zero);
    }

    [Test]
    public async Task A_pin_does_not_hold_for_an_edited_file()
    {
        var before = (await _test.FindAsync("a.mp4"))!;

        Edit(file => file.Write("X"u8));

        await Assert.ThatAsync(() => _test.ReadAsync("a.mp4", new ReadOptions { IfMatch = before.ETag }), VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));
        await Assert.ThatAsync(() => _test.WriteAsync("a.mp4", "", new WriteOptions { IfMatch = before.ETag }), VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));
        await Assert.ThatAsync(() => _test.DeleteAsync("a.mp4", new DeleteOptions { IfMatch = before.ETag }), VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));
    }

    private void Edit(Action<FileStream> edit)
    {
        using var file = new FileStream(_test.FileOf("a.mp4"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        edit(file);
    }

    private static async Task<int> ReadAsync(Stream body, Memory<byte> buffer, bool asynchronous) =>
        asynchronous ? await body.ReadAsync(buffer) : ReadSynchronously(body, buffer);

    private static int ReadSynchronously(Stream body, Memory<byte> buffer) => body.Read(buffer.Span);
}
