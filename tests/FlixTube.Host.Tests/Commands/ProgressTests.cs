using FlixTube.Host.Commands.Progress;
using FlixTube.Storage.Copying;
using FlixTube.Testing.Time;

namespace FlixTube.Host.Tests.Commands;

internal sealed class ProgressTests
{
    [TestCase(0, "0 bytes")]
    [TestCase(1023, "1023 bytes")]
    [TestCase(1024, "1.0 KiB")]
    [TestCase(1024 * 1024 - 1, "1.0 MiB")]
    [TestCase(24_536_678, "23.4 MiB")]
    [TestCase(5.5e12, "5.0 TiB")]
    [TestCase(long.MaxValue, "8.0 EiB")]
    public void Bytes_are_said_in_the_unit_that_fits(double bytes, string text) =>
        Assert.That(ByteText.Of(bytes), Is.EqualTo(text));

    [TestCase(0, "0:00")]
    [TestCase(67, "1:07")]
    [TestCase(3600 * 49 + 61, "49:01:01")]
    public void A_time_is_said_to_the_second(int seconds, string text) =>
        Assert.That(DurationText.Of(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [Test]
    public void The_speed_is_that_of_the_last_ten_seconds()
    {
        var time = new ManualTime();
        var speed = new Speed(time);
        Assert.That(speed.Take(0), Is.Zero);

        for (var second = 1; second <= 30; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.That(speed.Take(second * 100), Is.EqualTo(100));
        }

        for (var second = 1; second <= 11; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            speed.Take(3000);
        }

        Assert.That(speed.Take(3000), Is.Zero);
    }

    [Test]
    public async Task A_line_has_as_much_as_fits()
    {
        var progress = await ProgressAsync();

        Assert.That(ProgressText.Line(progress, 0.4), Is.EqualTo("1.0 KiB of 4.0 KiB, 0 bytes/s, 2:08:00 left, 1 of 2 videos"));
        Assert.That(ProgressText.Line(progress, 0), Is.EqualTo("1.0 KiB of 4.0 KiB, 0 bytes/s, 1 of 2 videos"));
        Assert.That(ProgressText.Bar(progress, 512, 100), Is.EqualTo(" 25%  [########.........................]  1.0 KiB of 4.0 KiB  512 bytes/s  0:06 left  1 of 2 videos"));
        for (var width = 0; width < 200; width++)
            Assert.That(ProgressText.Bar(progress, 512, width), Has.Length.LessThanOrEqualTo(width));

        Assert.That(ProgressText.Bar(progress, 512, 40), Is.EqualTo(" 25%  1.0 KiB of 4.0 KiB  512 bytes/s"));
        Assert.That(ProgressText.Bar(progress, 512, 200), Does.Match(@"\[[#.]{40}\]"));
    }

    [Test]
    public void Before_everything_is_counted_there_is_no_share_and_no_end() =>
        Assert.That(ProgressText.Bar(new TransferProgress(), 2048, 60), Is.EqualTo("  ?%  [......................]  0 bytes  2.0 KiB/s  0 videos"));

    private static async Task<TransferProgress> ProgressAsync()
    {
        using var folder = new Testing.Programs.TemporaryFolder();
        var store = new Storage.Files.FileVideoStore(new() { Root = folder.PathOf("videos") });
        await store.WriteAsync("a", new byte[1024]);
        await store.WriteAsync("b", new byte[3072]);
        var progress = new TransferProgress();
        await progress.CountAsync(store);
        await foreach (var _ in new VideoVerifier(store, new VerifyOptions { Prefix = "a" }).RunAsync(progress))
        {
        }

        return progress;
    }
}
