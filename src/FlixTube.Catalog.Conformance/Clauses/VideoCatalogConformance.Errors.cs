using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [TestCaseSource(typeof(Calls), nameof(Calls.All))]
    [Description("VideoCatalogException: Unavailable or Timeout, temporary, in bounded time")]
    public async Task Unreachable_storage_is_Unavailable_or_Timeout(Func<IVideoCatalog, CatalogVideo, CancellationToken, Task> call)
    {
        var catalog = await CreateUnreachableCatalogAsync();
        Require(catalog is not null, nameof(CreateUnreachableCatalogAsync));
        var bounded = Bounded(catalog);

        var failure = await CaughtAsync(() => call(bounded, Nothing, CancellationToken.None)) as VideoCatalogException;

        Assert.That(failure?.Error, Is.EqualTo(VideoCatalogError.Unavailable).Or.EqualTo(VideoCatalogError.Timeout));
        await FailsAsync(failure!.Error, () => call(bounded, Nothing, CancellationToken.None));
    }

    [TestCaseSource(typeof(Calls), nameof(Calls.All))]
    [Description("VideoCatalogException: PermissionDenied, permanent, and no secret is told")]
    public async Task Refused_credentials_are_PermissionDenied(Func<IVideoCatalog, CatalogVideo, CancellationToken, Task> call)
    {
        var catalog = await CreateRefusedCatalogAsync();
        Require(catalog is not null, nameof(CreateRefusedCatalogAsync));
        var bounded = Bounded(catalog);

        await FailsAsync(VideoCatalogError.PermissionDenied, () => call(bounded, Nothing, CancellationToken.None));
    }

    [TestCaseSource(typeof(Calls), nameof(Calls.All))]
    [Description("IVideoCatalog: must do nothing at all when the token was cancelled before the call")]
    public async Task Cancelled_before_the_call_nothing_is_done(Func<IVideoCatalog, CatalogVideo, CancellationToken, Task> call)
    {
        var video = await Catalog.CreateAsync(Beach, Everything);
        var before = RequestCount;

        Assert.That(
            await CaughtAsync(() => call(Catalog, video, new CancellationToken(canceled: true))), Is.InstanceOf<OperationCanceledException>());

        Assert.That(RequestCount, Is.EqualTo(before));
        await HoldsAsync(video);
        Assert.That(await Catalog.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    [Description("IVideoCatalog: a call that is cancelled is done or not, and the catalogue goes on")]
    public async Task Cancelled_at_any_moment_a_change_is_made_or_not()
    {
        var video = await CreateTitledAsync("a.mp4", "0");
        for (var i = 1; i <= (IsSlow ? 20 : 60); i++)
        {
            using var cancellation = new CancellationTokenSource();
            var call = Catalog.UpdateAsync(video.Id, video.Version, new() { Title = $"{i}" }, cancellation.Token);
            var spins = i;
            await Task.Run(() => Thread.SpinWait(spins * 50));
            await cancellation.CancelAsync();
            Assert.That(await CaughtAsync(() => call), Is.Null.Or.InstanceOf<OperationCanceledException>());

            // What was released may still be under way; it ends in one of two states, and changes by version tell which.
            video = await Catalog.ChangeAsync(video.Id, details => details with { Description = $"{i}" });
            Assert.That(video.Details.Title, Is.EqualTo($"{i}").Or.EqualTo($"{i - 1}"));
            video = await Catalog.ChangeAsync(video.Id, details => details with { Title = $"{i}" });
        }
    }
}
