using System.Security.Cryptography;

namespace FlixTube.Storage.S3.Tests.Support;

/// <summary>Content that differs at every byte position that a test could confuse.</summary>
internal static class Videos
{
    public static readonly VideoPath Path = VideoPath.Parse("folder/a video.mp4");

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static Task<VideoProperties> PutAsync(this IVideoStore store, byte[] bytes, WriteOptions? options = null) =>
        store.WriteAsync(Path, new MemoryStream(bytes), options);

    public static async Task<byte[]> GetAsync(this IVideoStore store, ReadOptions options = default)
    {
        using var bytes = new MemoryStream();
        await store.ReadToAsync(Path, bytes, options);
        return bytes.ToArray();
    }

    public static async Task<VideoStoreException> FailureAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (VideoStoreException e)
        {
            return e;
        }

        throw new AssertionException("The call did not fail.");
    }
}
