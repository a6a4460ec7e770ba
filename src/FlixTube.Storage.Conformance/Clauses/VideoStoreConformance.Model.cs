using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    private static readonly string[] ModelNames = ["a", "a/b", "a b", "A", "é", "🎬"];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [Description("IVideoStore: any sequence of calls answers as a map from paths to versions would")]
    public async Task Model_and_store_agree_after_any_sequence_of_calls(int seed)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<VideoPath, (TestContent Content, VideoProperties Properties)>();
        var staleETag = "never";

        for (var step = 0; step < (IsSlow ? 40 : 200); step++)
        {
            var path = At(ModelNames[random.Next(ModelNames.Length)]);
            var exists = model.TryGetValue(path, out var present);
            var content = TestContent.Of(random.Next(20, 2000), seed: 1000 + step);
            switch (random.Next(8))
            {
                case 0 or 1:
                    await WritesAsync(new WriteOptions { Metadata = new([new("step", $"{step}")]) });
                    break;
                case 2 when Capabilities.ConditionalCreate && exists:
                    await RefusedAsync(VideoStoreError.AlreadyExists, path, new WriteOptions { CreateOnly = true });
                    break;
                case 2 when Capabilities.ConditionalCreate:
                    await WritesAsync(new WriteOptions { CreateOnly = true });
                    break;
                case 3 when Capabilities.ConditionalWrite && exists:
                    await WritesAsync(new WriteOptions { IfMatch = present.Properties.ETag });
                    break;
                case 4 when Capabilities.ConditionalWrite:
                    await RefusedAsync(VideoStoreError.PreconditionFailed, path, new WriteOptions { IfMatch = staleETag });
                    break;
                case 5 when Capabilities.ConditionalDelete && exists:
                    await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.DeleteAsync(path, new() { IfMatch = staleETag }));
                    break;
                case 5 or 6:
                    await Store.DeleteAsync(path);
                    model.Remove(path);
                    break;
                default:
                    var listed = await ListAsync($"{Prefix}/", pageSize: random.Next(1, 5));
                    Assert.That(
                        listed.Select(v => (v.Path, v.Length, v.ETag)),
                        Is.EqualTo(model.Select(m => (m.Key, m.Value.Content.Length, m.Value.Properties.ETag))));
                    break;
            }

            await AgreesAsync(path);

            async Task WritesAsync(WriteOptions options)
            {
                staleETag = exists ? present.Properties.ETag : staleETag;
                model[path] = (content, await PutAsync(path, content, options));
            }
        }

        async Task AgreesAsync(VideoPath path)
        {
            if (!model.TryGetValue(path, out var expected))
            {
                await FailsAsync(VideoStoreError.NotFound, path, () => Store.OpenReadAsync(path));
                return;
            }

            await using var read = await Store.OpenReadAsync(path);
            AssertBytes(await DrainAsync(read.Body), expected.Content.Bytes());
            Assert.That(read.Properties with { LastModified = default }, Is.EqualTo(expected.Properties with { LastModified = default }));
        }
    }
}
