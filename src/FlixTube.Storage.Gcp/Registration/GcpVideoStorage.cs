using FlixTube.Storage.Gcp;
using FlixTube.Storage.Gcp.Registration;

namespace FlixTube.Storage;

/// <summary>Adds Google Cloud Storage to the providers that <c>VideoStorage:Provider</c> can choose.</summary>
public static class GcpVideoStorage
{
    /// <summary>
    /// Adds the provider <c>gcp</c>, whose settings are <see cref="GcpStoreOptions"/> in the section <c>VideoStorage:Gcp</c>.
    /// </summary>
    public static VideoStorageBuilder AddGcp(this VideoStorageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(new GcpStoreProvider(Environment.GetEnvironmentVariable));
    }
}
