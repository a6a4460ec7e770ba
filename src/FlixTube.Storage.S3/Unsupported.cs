namespace FlixTube.Storage.S3;

/// <summary>What this store refuses because its service cannot do it.</summary>
internal static class Unsupported
{
    public static VideoStoreException Condition(VideoPath path, string setting) =>
        new(
            VideoStoreError.Unsupported,
            $"'{path}': this service is not known to decide the condition atomically. If it does, set VideoStorage:S3:{setting} to true.")
        {
            Path = path,
        };

    public static VideoStoreException Length(VideoPath path, long longest) =>
        new(
            VideoStoreError.Unsupported,
            $"'{path}' is longer than {longest} bytes, which is 10,000 parts: set VideoStorage:S3:{nameof(S3StoreOptions.PartSizeBytes)} to more.")
        {
            Path = path,
        };
}
