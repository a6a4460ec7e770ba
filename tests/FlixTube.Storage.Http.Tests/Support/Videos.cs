namespace FlixTube.Storage.Http.Tests.Support;

/// <summary>A video to test with, and how calls about it fail.</summary>
internal static class Videos
{
    public static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static async Task<byte[]> ReadAsync(this IVideoStore store, ReadOptions options = default)
    {
        using var bytes = new MemoryStream();
        await store.ReadToAsync(Path, bytes, options);
        return bytes.ToArray();
    }

    public static Task<VideoProperties> PutAsync(this IVideoStore store, byte[] bytes, WriteOptions? options = null) =>
        store.WriteAsync(Path, new MemoryStream(bytes), options);

    public static async Task<VideoStoreException> FailureAsync(Func<Task> call, VideoStoreError error)
    {
        var failure = (await Assert.ThrowsAsync<VideoStoreException>(() => call()))!;
        Assert.That(failure.Error, Is.EqualTo(error), failure.ToString);
        return failure;
    }
}
