using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCaseSource(typeof(Calls), nameof(Calls.All))]
    [Description("IVideoStore: what gets no answer must end with Timeout or Unavailable; VideoStoreException.Persistence: temporary")]
    public async Task Unreachable_service_is_Unavailable_or_Timeout_and_temporary(Func<IVideoStore, VideoPath, Task> call)
    {
        var made = await CreateUnreachableStoreAsync();
        RequireHook(made is not null, nameof(CreateUnreachableStoreAsync));
        try
        {
            var failure = await CaughtAsync(() => call(new BoundedStore(made, CallLimit), At("video")));

            Assert.That(failure, Is.TypeOf<VideoStoreException>());
            var refusal = (VideoStoreException)failure!;
            Assert.That(refusal.Error, Is.EqualTo(VideoStoreError.Unavailable).Or.EqualTo(VideoStoreError.Timeout));
            Assert.That(refusal.Persistence, Is.EqualTo(ErrorPersistence.Temporary));
            Assert.That(refusal.InnerException, Is.Not.Null, "the exception of the SDK or the operating system");
            AssertTellsNoSecret(refusal);
        }
        finally
        {
            await DisposeStoreAsync(made);
        }
    }

    [TestCaseSource(typeof(Calls), nameof(Calls.All))]
    [Description("VideoStoreError.PermissionDenied: the store refuses these credentials; permanent")]
    public async Task Refused_credentials_are_PermissionDenied_and_permanent(Func<IVideoStore, VideoPath, Task> call)
    {
        var made = await CreateRefusedStoreAsync();
        RequireRemoteHook(made is not null, nameof(CreateRefusedStoreAsync));
        try
        {
            await FailsAsync(
                VideoStoreError.PermissionDenied, path: null, () => call(new BoundedStore(made, CallLimit), At("video")));
        }
        finally
        {
            await DisposeStoreAsync(made);
        }
    }

    [Test]
    [Description("WriteAsync: content must not be null")]
    public async Task Missing_source_is_an_ArgumentException()
    {
        Assert.That(await CaughtAsync(() => Store.WriteAsync(At("video"), content: null!)), Is.InstanceOf<ArgumentException>());
        await AbsentAsync(At("video"));
    }

    [Test]
    [Description("VideoStoreException.VideoLength: with RangeNotSatisfiable the length of the video, of this version")]
    public async Task RangeNotSatisfiable_tells_the_length_of_the_present_version()
    {
        var (path, _, _) = await PutAsync(10);
        await PutAsync(path, TestContent.Of(7, seed: 2));

        var refusal = await FailsAsync(
            VideoStoreError.RangeNotSatisfiable, path, () => Store.OpenReadAsync(path, new() { Range = ByteRange.From(8) }));

        Assert.That(refusal.VideoLength, Is.EqualTo(7));
    }

    [Test]
    [Description("IVideoStore: a failed call spoils nothing")]
    public async Task Refusals_leave_the_store_as_it_was()
    {
        var (path, content, written) = await PutAsync(100);

        for (var i = 0; i < (IsSlow ? 5 : 50); i++)
        {
            await FailsAsync(VideoStoreError.NotFound, At("missing"), () => Store.OpenReadAsync(At("missing")));
            await FailsAsync(VideoStoreError.RangeNotSatisfiable, path, () => Store.OpenReadAsync(path, new() { Range = ByteRange.From(100) }));
            await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = "another" }));
        }

        Assert.That((await HoldsAsync(path, content)).ETag, Is.EqualTo(written.ETag));
    }
}
