using FlixTube.Storage.S3.Registration;

namespace FlixTube.Storage;

/// <summary>Adds S3 to the stores that configuration can choose.</summary>
public static class S3VideoStorage
{
    /// <summary>
    /// Adds the provider <c>s3</c>: <c>VideoStorage:Provider</c> chooses it and the section <c>VideoStorage:S3</c>
    /// (<see cref="S3.S3StoreOptions"/>) describes it.
    /// </summary>
    public static VideoStorageBuilder AddS3(this VideoStorageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(new S3StoreProvider());
    }
}
