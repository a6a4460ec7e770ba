using FlixTube.Host.Streaming;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class PieceSizeTests
{
    private const int Min = 64 * 1024;
    private const int Max = 256 * 1024;

    [Test]
    public void It_grows_to_its_limit_while_pieces_go_at_once()
    {
        var size = new PieceSize(Min, Max);
        var sizes = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            Send(ref size, PieceSize.Trust, TimeSpan.Zero);
            sizes.Add(size.Bytes);
        }

        Assert.That(sizes, Is.EqualTo(new[] { 2 * Min, Max, Max, Max }));
    }

    [Test]
    public void It_does_not_grow_for_the_little_that_empty_buffers_take()
    {
        var size = new PieceSize(Min, Max);
        Send(ref size, PieceSize.Trust - 1, TimeSpan.Zero);
        Assert.That(size.Bytes, Is.EqualTo(Min));
    }

    [Test]
    public void One_wait_brings_it_back()
    {
        var size = new PieceSize(Min, Max);
        Send(ref size, 2 * PieceSize.Trust, TimeSpan.Zero);
        Send(ref size, 1, PieceSize.AtOnce + TimeSpan.FromMilliseconds(1));
        Assert.That(size.Bytes, Is.EqualTo(Min));
    }

    [Test]
    public void A_viewer_who_waits_now_and_then_stays_small()
    {
        var size = new PieceSize(Min, Max);
        for (var i = 0; i < 10; i++)
        {
            Send(ref size, PieceSize.Trust - 1, TimeSpan.Zero);
            Send(ref size, 1, TimeSpan.FromSeconds(1));
        }

        Assert.That(size.Bytes, Is.EqualTo(Min));
    }

    private static void Send(ref PieceSize size, int pieces, TimeSpan wait)
    {
        for (var i = 0; i < pieces; i++)
            size.Sent(wait);
    }
}
