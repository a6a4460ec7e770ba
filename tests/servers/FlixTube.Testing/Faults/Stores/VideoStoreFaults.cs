using System.Globalization;
using System.Security.Cryptography;
using FlixTube.Storage;
using FlixTube.Storage.Network;
using FlixTube.Testing.Content;
using FlixTube.Testing.Time;
using NUnit.Framework;

namespace FlixTube.Testing.Faults.Stores;

/// <summary>
/// What a network, an overloaded service, old credentials and a wrong clock do to a store: the same for every provider.
/// A provider derives one fixture; the faults and what must come of them are in <see cref="FaultTable"/>.
/// </summary>
/// <remarks>
/// After each fault the old video must be untouched (or the new one whole), no connection open, and nothing left at the
/// service. Time moves only while a request gets no answer, so that nothing is waited for.
/// </remarks>
[TestFixture]
public abstract partial class VideoStoreFaults
{
    private const int BreakAfter = 100_000;
    private const int VideoLength = 300_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static int _paths;

    private readonly ManualTime _time = new(DateTimeOffset.UtcNow);
    private readonly NetworkOptions _network = new() { RetryDelay = TimeSpan.Zero };
    private Uri _server = null!;
    private FaultProxy? _proxy;
    private IVideoStore _store = null!;
    private IVideoStore _direct = null!;
    private string[] _excused = [];
    private VideoPath _path;

    private static IEnumerable<FaultCase> Cases => FaultTable.Cases;

    private FaultProxy Proxy => _proxy!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _server = await StartAsync();
        _proxy = await FaultProxy.StartAsync(_server);
        _store = Open(_proxy.Address, _network, _time);
        _direct = Open(_server, new NetworkOptions(), TimeProvider.System);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await DisposeAsync(_store);
        await DisposeAsync(_direct);
        if (_proxy is not null)
            await _proxy.DisposeAsync();

        await StopAsync();
    }

    [SetUp]
    public void Begin()
    {
        Proxy.Reset();
        Prepare(refusal: null);
        _path = VideoPath.Parse(string.Create(CultureInfo.InvariantCulture, $"faults/{Interlocked.Increment(ref _paths):d4}.mp4"));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_fault_comes_to_what_the_table_says_and_leaves_nothing_behind(FaultCase fault)
    {
        var old = await PutAsync(VideoLength);
        var isLong = fault.Call is StoreCall.WritePart or StoreCall.Commit;
        var call = new FaultedCall(_store, _path, old.Bytes, fault.Call, RandomNumberGenerator.GetBytes(isLong ? PartSize + 1000 : 1000));
        if (fault.Call == StoreCall.ResumeRead)
            Proxy.Next(new Fault.ResetAfter(BreakAfter), At(StoreCall.OpenRead));

        if (fault.Refusal is not null)
            Prepare(fault.Refusal);

        Proxy.Next(fault.Make(Word), At(RequestOf(fault.Call)), fault.Times);
        var failure = await FailureAsync(call.MakeAsync(), fault.Call == StoreCall.ReadBody);

        var outcome = OutcomeOf(fault);
        if (outcome.Error is not null)
            AssertFailed(failure, fault.Call, outcome);
        else if (failure is not null)
            throw new AssertionException($"The call failed: {failure}");

        Proxy.Heal();
        var expected = outcome.Error is null ? call.Result : old.Bytes;
        await HoldsAsync(expected, expected == old.Bytes ? old.Video : null);
        await NothingIsLeftAsync();
    }

    [Test]
    public async Task A_video_that_is_replaced_between_two_parts_of_a_read_is_never_a_mixture([Values] bool deleted)
    {
        var old = await PutAsync(VideoLength);
        Proxy.Next(
            new Fault.MeanwhileAfter(BreakAfter, () => deleted ? _direct.DeleteAsync(_path) : PutAsync(VideoLength)), At(StoreCall.OpenRead));
        await using var read = await _store.OpenReadAsync(_path);
        using var received = new MemoryStream();

        var failure = await FailureAsync(read.Body.CopyToAsync(received), isBody: false);

        // The contract leaves it to the service which of the two a deleted video is.
        Assert.That(failure?.Error, deleted ? Is.EqualTo(VideoStoreError.NotFound).Or.EqualTo(VideoStoreError.PreconditionFailed) : Is.EqualTo(VideoStoreError.PreconditionFailed));
        Assert.That(failure!.Persistence, Is.EqualTo(ErrorPersistence.Permanent));
        Assert.That(old.Bytes.AsSpan().StartsWith(received.ToArray()), Is.True);
        await NothingIsLeftAsync();
    }

    [Test]
    public async Task A_body_is_resumed_at_the_byte_where_it_broke_and_within_its_range()
    {
        var old = await PutAsync(VideoLength);
        Proxy.Next(new Fault.ResetAfter(BreakAfter), At(StoreCall.OpenRead));
        using var received = new MemoryStream();

        await _store.ReadToAsync(_path, received, new ReadOptions { Range = ByteRange.Slice(1000, 200_000) });

        Assert.That(received.ToArray(), Is.EqualTo(old.Bytes[1000..201_000]));
        Assert.That(Proxy.Requests, Has.Count.EqualTo(2));
        Assert.That(Proxy.Requests[1].BytesSent, Is.EqualTo(200_000 - BreakAfter));
    }

    [Test]
    public async Task A_conditional_write_whose_last_answer_is_lost_succeeds([Values] bool isLong, [Values] bool createOnly)
    {
        var options = createOnly ? new WriteOptions { CreateOnly = true } : new WriteOptions { IfMatch = (await PutAsync(10)).Video.ETag };
        var bytes = RandomNumberGenerator.GetBytes(isLong ? PartSize + 1000 : 1000);
        Proxy.Next(new Fault.LoseAnswer(), At(isLong ? StoreCall.Commit : StoreCall.Write));

        var written = await _store.WriteAsync(_path, new MemoryStream(bytes), options);

        var present = await _direct.GetPropertiesAsync(_path);
        Assert.That(written.ETag, Is.EqualTo(present.ETag));
        await HoldsAsync(bytes, present);
        await NothingIsLeftAsync();
    }

    [Test]
    public async Task A_conditional_write_that_is_made_again_does_not_take_anothers_work_for_its_own([Values] bool isLong)
    {
        var bytes = RandomNumberGenerator.GetBytes(isLong ? PartSize + 1000 : 1000);
        await using var source = new InterruptedStream(bytes, () => _direct.WriteAsync(_path, new MemoryStream(bytes)));
        Proxy.Next(new Fault.ResetBefore(), At(isLong ? StoreCall.Commit : StoreCall.Write));

        var failure = await FailureAsync(_store.WriteAsync(_path, source, new WriteOptions { CreateOnly = true }), isBody: false);

        Assert.That(failure?.Error, Is.EqualTo(VideoStoreError.AlreadyExists));
        await HoldsAsync(bytes, video: null);
        await NothingIsLeftAsync();
    }

    [Test]
    public async Task A_conditional_delete_whose_answer_is_lost_succeeds()
    {
        var old = await PutAsync(10);
        Proxy.Next(new Fault.LoseAnswer(), At(StoreCall.Delete));

        await _store.DeleteAsync(_path, new DeleteOptions { IfMatch = old.Video.ETag });

        await HoldsAsync(bytes: null, video: null);
    }

    private Func<ProxiedRequest, bool> At(StoreCall call) => request => CallOf(request) == call;

    private static StoreCall RequestOf(StoreCall call) => call is StoreCall.ReadBody or StoreCall.ResumeRead ? StoreCall.OpenRead : call;

    private FaultOutcome OutcomeOf(FaultCase fault)
    {
        var refusal = fault.Refusal is { } meant ? Reaching(fault.Call, meant) : fault.Refusal;
        return refusal == fault.Refusal
            ? fault.Outcome
            : Cases.Single(other => other.Refusal == refusal && (other.Call, other.Times) == (fault.Call, fault.Times)).Outcome;
    }

    private void AssertFailed(VideoStoreException? failure, StoreCall call, FaultOutcome outcome)
    {
        Assert.That(failure, Is.Not.Null, "The call succeeded.");
        var (error, persistence, retryAfter, tells) = outcome;
        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((error, persistence)), failure.ToString());
        Assert.That(failure.Path, Is.EqualTo(call == StoreCall.List ? null : _path), failure.ToString());
        if (retryAfter is not null)
            Assert.That(failure.RetryAfter, Is.EqualTo(retryAfter));

        if (tells != FaultHint.Nothing)
            Assert.That(failure.Message, Does.Contain(tells == FaultHint.Clock ? "clock of this machine" : CredentialSetting));
    }

    // What a call fails with. Time moves while one of its requests gets no answer: once for each, so that what is cleaned up
    // afterwards has its time; the body of a read may not have been waited for yet when nothing more comes.
    private async Task<VideoStoreException?> FailureAsync(Task call, bool isBody)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        using var patience = new CancellationTokenSource(Patience);
        var seen = new HashSet<ProxiedRequest>();
        while (!call.IsCompleted)
        {
            if (Proxy.Requests.Any(request => request.IsStuck && (isBody || seen.Add(request))))
                _time.Advance(_network.PartTimeout);

            await look.WaitForNextTickAsync(patience.Token);
        }

        try
        {
            await call;
            return null;
        }
        catch (VideoStoreException e)
        {
            return e;
        }
    }

    private async Task<(byte[] Bytes, VideoProperties Video)> PutAsync(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        await _direct.WriteAsync(_path, new MemoryStream(bytes));
        return (bytes, await _direct.GetPropertiesAsync(_path));
    }

    private async Task HoldsAsync(byte[]? bytes, VideoProperties? video)
    {
        var present = await _direct.FindPropertiesAsync(_path);
        Assert.That(present is null, Is.EqualTo(bytes is null));
        if (bytes is null)
            return;

        using var received = new MemoryStream();
        await _direct.ReadToAsync(_path, received);
        Assert.That(received.ToArray().AsSpan().SequenceEqual(bytes), Is.True, "It has other bytes.");
        Assert.That(present!.ContentHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        if (video is not null)
            Assert.That(present, Is.EqualTo(video));
    }

    private async Task NothingIsLeftAsync()
    {
        foreach (var request in Proxy.Requests)
            await request.Ended.WaitAsync(Patience);

        Assert.That(await LeftOversAsync(), Is.Empty);
    }

    private async Task<string[]> LeftOversAsync()
    {
        var others = new HashSet<string>(await ContentsAsync(), StringComparer.Ordinal);
        await foreach (var video in _direct.ListAsync())
            others.Remove(video.Path.Value);

        return [.. others.Except(_excused, StringComparer.Ordinal)];
    }

    private static async Task DisposeAsync(IVideoStore? store)
    {
        if (store is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
