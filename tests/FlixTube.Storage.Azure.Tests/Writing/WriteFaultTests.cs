using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FlixTube.Testing.Content;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Azure.Tests.Writing;

internal sealed class WriteFaultTests
{
    private const int Short = 1000;
    private const int Long = (2 * FaultyStore.PartSize) + 1000;

    private FaultyStore _faulty = null!;
    private VideoPath _path;
    private int _tests;

    [OneTimeSetUp]
    public async Task StartAsync() => _faulty = await FaultyStore.CreateAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _faulty.DisposeAsync();

    [SetUp]
    public void ChoosePath() => _path = VideoPath.Parse($"faults/{++_tests}.mp4");

    [TearDown]
    public void Forget() => _faulty.Proxy.Reset();

    private static bool IsUpload(ProxiedRequest request) => request.Method == "PUT";

    [TestCase(Short)]
    [TestCase(Long)]
    public async Task Content_that_is_damaged_on_its_way_is_sent_again(int length)
    {
        var fault = new Fault.Answer(400, "", "", ("x-ms-error-code", "Md5Mismatch"));
        var uploads = length == Short ? 1 : 4;
        for (var faulty = 0; faulty < uploads; faulty++)
        {
            var seen = 0;
            _faulty.Proxy.Next(fault, request => IsUpload(request) && seen++ == faulty);
            await WritesAsync(length);
            _faulty.Proxy.Reset();
        }
    }

    [Test]
    public async Task A_condition_that_is_known_not_to_hold_costs_no_upload()
    {
        await _faulty.PutAsync(_path, 10);

        await Failures.OfAsync(() => _faulty.Store.WriteAsync(_path, new MemoryStream(new byte[Long]), new WriteOptions { CreateOnly = true }));
        await Failures.OfAsync(() => _faulty.Store.WriteAsync(_path, new MemoryStream(new byte[Long]), new WriteOptions { IfMatch = "another" }));

        Assert.That(_faulty.Proxy.Requests.Select(r => r.Method), Is.EqualTo(new[] { "HEAD", "HEAD" }));
    }

    [TestCase(Short, 1)]
    [TestCase(FaultyStore.PartSize, 1)]
    [TestCase(FaultyStore.PartSize + 1, 3)]
    [TestCase(Long, 4)]
    public async Task A_write_costs_one_request_or_one_for_each_part_and_one_more(int length, int requests)
    {
        await _faulty.Store.WriteAsync(_path, new MemoryStream(new byte[length]));

        Assert.That(_faulty.Proxy.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task A_long_write_during_which_another_finishes_fails_and_leaves_the_other_whole()
    {
        var other = RandomNumberGenerator.GetBytes(Long);
        var source = new InterruptedStream(new byte[Long], () => _faulty.Store.WriteAsync(_path, new MemoryStream(other)));

        var failure = await Failures.OfAsync(() => _faulty.Store.WriteAsync(_path, source));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(failure.Persistence, Is.EqualTo(ErrorPersistence.Temporary));
        Assert.That(await _faulty.ReadAsync(_path), Is.EqualTo(other));
    }

    [Test]
    public async Task A_long_create_only_write_during_which_another_finishes_is_AlreadyExists()
    {
        var other = RandomNumberGenerator.GetBytes(Long);
        var source = new InterruptedStream(new byte[Long], () => _faulty.Store.WriteAsync(_path, new MemoryStream(other)));

        var failure = await Failures.OfAsync(() => _faulty.Store.WriteAsync(_path, source, new WriteOptions { CreateOnly = true }));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.AlreadyExists));
        Assert.That(await _faulty.ReadAsync(_path), Is.EqualTo(other));
    }

    [Test]
    public async Task A_failed_long_write_leaves_blocks_that_nobody_sees_and_that_the_next_write_discards()
    {
        var source = new InterruptedStream(new byte[Long], () => throw new InvalidOperationException("The source failed."));
        await Assert.ThatAsync(() => _faulty.Store.WriteAsync(_path, source), Throws.InvalidOperationException);
        Assert.That((await _faulty.Store.ListPageAsync(new() { Prefix = _path.Value })).Videos, Is.Empty);
        Assert.That(await _faulty.Store.FindPropertiesAsync(_path), Is.Null);

        await WritesAsync(Long);

        var blocks = await _faulty.Client.GetBlockBlobClient(_path.Value).GetBlockListAsync(BlockListTypes.Uncommitted);
        Assert.That(blocks.Value.UncommittedBlocks, Is.Empty);
    }

    [Test]
    public async Task An_unfinished_upload_of_another_program_is_named_as_what_is_in_the_way()
    {
        var otherId = Convert.ToBase64String(new byte[48]);
        await _faulty.Client.GetBlockBlobClient(_path.Value).StageBlockAsync(otherId, new MemoryStream(new byte[10]));

        var failure = await Failures.OfAsync(() => _faulty.Store.WriteAsync(_path, new MemoryStream(new byte[Long])));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(failure.Persistence, Is.EqualTo(ErrorPersistence.Permanent));
        Assert.That(failure.Message, Does.Contain("unfinished upload"));
        await WritesAsync(Short);
    }

    private async Task WritesAsync(int length, WriteOptions? options = null)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);

        var written = await _faulty.Store.WriteAsync(_path, new MemoryStream(bytes), options);

        Assert.That(written.ContentHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.That(await _faulty.Store.GetPropertiesAsync(_path), Is.EqualTo(written));
        Assert.That(await _faulty.ReadAsync(_path), Is.EqualTo(bytes));
    }
}
