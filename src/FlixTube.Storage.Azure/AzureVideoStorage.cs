using FlixTube.Storage.Azure;

namespace FlixTube.Storage;

/// <summary>Adds Azure Blob Storage to the stores that configuration can choose.</summary>
public static class AzureVideoStorage
{
    /// <summary>
    /// Adds the provider <c>azure</c>, whose settings are in <c>VideoStorage:Azure</c>: see <see cref="AzureStoreOptions"/>.
    /// </summary>
    public static VideoStorageBuilder AddAzure(this VideoStorageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(new AzureStoreProvider());
    }
}
