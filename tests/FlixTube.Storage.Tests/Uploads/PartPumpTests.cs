using System.Security.Cryptography;
using FlixTube.Storage.Uploads;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Tests.Uploads;

internal sealed class PartPumpTests
{
    [FsCheck.NUnit.Property]
    public async Task The_parts_are_the_source_in_order_all_full_but_the_last(byte[]? content, PositiveInt size)
    {
        content ??= [];
        var parts = new List<(SourcePart Part, byte[] Bytes)>();
        await PartPump.RunAsync(new Trickle(content), size.Get, (part, _) =>
        {
            parts.Add((part, part.Content.ToArray()));
            return Task.CompletedTask;
        }, CancellationToken.None);

        Assert.That(parts.SelectMany(p => p.Bytes), Is.EqualTo(content));
        Assert.That(parts, Has.Count.EqualTo(Math.Max(1, (content.Length + size.Get - 1) / size.Get)));
        for (var i = 0; i < parts.Count; i++)
        {
            var last = i == parts.Count - 1;
            Assert.That(parts[i].Part.Number, Is.EqualTo(i + 1));
            Assert.That(parts[i].Part.Offset, Is.EqualTo((long)i * size.Get));
            Assert.That(parts[i].Part.IsLast, Is.EqualTo(last));
            Assert.That(parts[i].Part.ContentHash, last ? Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(content))) : Is.Null);
            if (!last)
                Assert.That(parts[i].Bytes, Has.Length.EqualTo(size.Get));
        }
    }

    [Test]
    public async Task The_next_part_is_read_while_one_is_uploaded_and_no_more_than_that()
    {
        var source = new CountingStream();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var pump = PartPump.RunAsync(source, 1000, (_, _) =>
        {
            begun.TrySetResult();
            return release.Task;
        }, CancellationToken.None);
        await begun.Task;

        Assert.That(source.Handed, Is.InRange(2001, 2002), "two parts and the byte that says there are more");

        source.End();
        release.SetResult();
        await pump;
    }

    [Test]
    public async Task A_failure_of_the_source_is_thrown_as_it_is_after_the_upload_ended()
    {
        var cancelled = false;
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => PartPump.RunAsync(new Failing(2500), 1000, async (part, token) =>
        {
            if (part.Number < 2)
                return;

            var stopped = new TaskCompletionSource();
            await using (token.Register(stopped.SetResult))
                await stopped.Task;

            cancelled = true;
            token.ThrowIfCancellationRequested();
        }, CancellationToken.None));
        Assert.That(e!.Message, Is.EqualTo("source"));
        Assert.That(cancelled, Is.True);
    }

    [Test]
    public async Task A_failure_of_an_upload_ends_a_source_that_has_nothing_to_say()
    {
        var e = await Assert.ThrowsAsync<VideoStoreException>(() => PartPump.RunAsync(new Silent(1500), 1000,
            (_, _) => Task.FromException(new VideoStoreException(VideoStoreError.Unavailable, "upload")), CancellationToken.None));
        Assert.That(e!.Message, Is.EqualTo("upload"));
    }

    [Test]
    public async Task The_caller_ends_both()
    {
        using var caller = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var pump = PartPump.RunAsync(new Silent(1500), 1000, async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }, caller.Token);
        await begun.Task;

        await caller.CancelAsync();

        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => pump))!.CancellationToken, Is.EqualTo(caller.Token));
    }

    /// <summary>Yields one to seven bytes a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + (int)(Position % 7))], cancellationToken);
    }

    private sealed class CountingStream : MemoryStream
    {
        private volatile bool _ended;

        public int Handed { get; private set; }

        public void End() => _ended = true;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Handed += _ended ? 0 : buffer.Length;
            return new(_ended ? 0 : buffer.Length);
        }
    }

    private sealed class Failing(int good) : MemoryStream(new byte[good])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length ? throw new InvalidDataException("source") : base.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>Yields so many bytes and then nothing, without ending.</summary>
    private sealed class Silent(int good) : MemoryStream(new byte[good])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
                await Task.Delay(Timeout.Infinite, cancellationToken);

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
