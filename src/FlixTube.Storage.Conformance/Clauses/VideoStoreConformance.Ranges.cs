using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCaseSource(typeof(RangeCases), nameof(RangeCases.Satisfiable))]
    [Description("OpenReadAsync: the range must be resolved as ByteRange.TryResolve does")]
    public async Task Range_serves_exactly_these_bytes(int videoLength, ByteRange range, int offset, int length)
    {
        var (path, content, _) = await PutAsync(videoLength);

        await ServesAsync(path, content, range, new ServedRange(offset, length));
    }

    [TestCaseSource(typeof(RangeCases), nameof(RangeCases.Unsatisfiable))]
    [Description("OpenReadAsync: RangeNotSatisfiable with VideoStoreException.VideoLength")]
    public async Task Range_with_none_of_the_bytes_is_RangeNotSatisfiable(int videoLength, ByteRange range)
    {
        var (path, content, _) = await PutAsync(videoLength);

        await NotServedAsync(path, content, range);
    }

    [TestCase(4096)]
    [TestCase(65_536)]
    [TestCase(1_048_576)]
    [Description("OpenReadAsync: the range must be resolved as ByteRange.TryResolve does, at the edges of blocks")]
    public async Task Range_is_exact_around_the_edges_of_blocks(int edge)
    {
        var (path, content, _) = await PutAsync((2L * edge) + 1);

        foreach (var offset in new[] { edge - 1, edge, edge + 1, (2 * edge) - 1, 2 * edge })
        {
            await ServesAsync(path, content, ByteRange.Slice(offset, 1), new(offset, 1));
            await ServesAsync(path, content, ByteRange.Slice(offset - 1, 3), new(offset - 1, Math.Min(3, content.Length - offset + 1)));
        }

        await ServesAsync(path, content, ByteRange.Slice(1, edge), new(1, edge));
        await ServesAsync(path, content, ByteRange.Suffix(edge + 1), new(edge, edge + 1));
    }

    [Test]
    [Description("OpenReadAsync: the range must be resolved as ByteRange.TryResolve does, for any video and any range")]
    public async Task Range_chosen_at_random_is_served_as_TryResolve_says()
    {
        var random = new Random(20_240_601);
        for (var video = 0; video < 4; video++)
        {
            var length = random.Next(0, 3000);
            var path = At($"video-{video}");
            var content = TestContent.Of(length, seed: video);
            await PutAsync(path, content);

            for (var i = 0; i < (IsSlow ? 15 : 60); i++)
            {
                var range = random.Next(3) switch
                {
                    0 => ByteRange.From(random.Next(length + 10)),
                    1 => ByteRange.Slice(random.Next(length + 10), random.Next(1, length + 10)),
                    _ => ByteRange.Suffix(random.Next(length + 10)),
                };

                if (range.TryResolve(length, out var served))
                    await ServesAsync(path, content, range, served);
                else
                    await NotServedAsync(path, content, range);
            }
        }
    }

    [Test]
    [Description("OpenReadAsync: the parts of a pinned video, one after another, are the video")]
    public async Task Range_after_range_under_one_pin_makes_the_whole_video()
    {
        var (path, content, written) = await PutAsync(100_000);
        using var bytes = new MemoryStream();

        for (long offset = 0; offset < content.Length; offset += 7919)
        {
            var options = new ReadOptions { Range = ByteRange.Slice(offset, 7919), IfMatch = written.ETag };
            await Store.ReadToAsync(path, bytes, options);
        }

        AssertBytes(bytes.ToArray(), content.Bytes());
    }

    [Test]
    [Description("OpenReadAsync: offsets beyond 2^31 and 2^32")]
    public async Task Range_beyond_2_to_the_32_is_exact()
    {
        const long Length = (1L << 32) + 1000;
        var path = At("giant.mp4");
        var marks = new Dictionary<long, byte>
        {
            [0] = 1,
            [(1L << 31) - 1] = 2,
            [1L << 31] = 3,
            [(1L << 32) - 1] = 4,
            [1L << 32] = 5,
            [(1L << 32) + 1] = 6,
            [Length - 1] = 7,
        };
        RequireHook(await TryPlantSparseAsync(path, Length, marks), nameof(TryPlantSparseAsync));
        try
        {
            await ServesMarksAsync(path, Length, ByteRange.Slice(0, 2), 0, [1, 0]);
            await ServesMarksAsync(path, Length, ByteRange.Slice((1L << 31) - 2, 4), (1L << 31) - 2, [0, 2, 3, 0]);
            await ServesMarksAsync(path, Length, ByteRange.Slice((1L << 32) - 1, 3), (1L << 32) - 1, [4, 5, 6]);
            await ServesMarksAsync(path, Length, ByteRange.Slice(1L << 32, 1), 1L << 32, [5]);
            await ServesMarksAsync(path, Length, ByteRange.From(Length - 3), Length - 3, [0, 0, 7]);
            await ServesMarksAsync(path, Length, ByteRange.Slice(Length - 1, long.MaxValue - Length), Length - 1, [7]);
            await ServesMarksAsync(path, Length, ByteRange.Suffix(2), Length - 2, [0, 7]);

            var refusal = await FailsAsync(
                VideoStoreError.RangeNotSatisfiable, path, () => Store.OpenReadAsync(path, new() { Range = ByteRange.From(Length) }));
            Assert.That(refusal.VideoLength, Is.EqualTo(Length));
            Assert.That((await Store.GetPropertiesAsync(path)).Length, Is.EqualTo(Length));
            Assert.That((await ListAsync(path.Value)).Single().Length, Is.EqualTo(Length));
        }
        finally
        {
            await Store.DeleteAsync(path);
        }
    }

    private async Task ServesMarksAsync(VideoPath path, long videoLength, ByteRange range, long offset, byte[] bytes)
    {
        await using var read = await Store.OpenReadAsync(path, new ReadOptions { Range = range });
        Assert.That(read.Properties.Length, Is.EqualTo(videoLength));
        Assert.That(read.Range, Is.EqualTo(new ServedRange(offset, bytes.Length)));
        Assert.That(await DrainAsync(read.Body), Is.EqualTo(bytes));
    }

    private async Task ServesAsync(VideoPath path, TestContent content, ByteRange range, ServedRange expected)
    {
        Assert.That(range.TryResolve(content.Length, out var resolved), Is.True);
        Assert.That(resolved, Is.EqualTo(expected));

        await using var read = await Store.OpenReadAsync(path, new ReadOptions { Range = range });

        Assert.That(read.Range, Is.EqualTo(expected), $"the range served for {range}");
        Assert.That(read.Properties.Length, Is.EqualTo(content.Length), "the length of the video, not of the range");
        AssertBytes(await DrainAsync(read.Body), content.Bytes(expected.Offset, expected.Length));
    }

    private async Task NotServedAsync(VideoPath path, TestContent content, ByteRange range)
    {
        Assert.That(range.TryResolve(content.Length, out _), Is.False);

        var refusal = await FailsAsync(
            VideoStoreError.RangeNotSatisfiable, path, () => Store.OpenReadAsync(path, new ReadOptions { Range = range }));

        Assert.That(refusal.VideoLength, Is.EqualTo(content.Length));
    }
}
