using FlixTube.Storage.Http;
using FlixTube.Storage.Http.Registration;

namespace FlixTube.Storage;

/// <summary>Adds another FlixTube gateway to the providers that <c>VideoStorage:Provider</c> can choose.</summary>
public static class HttpVideoStorage
{
    /// <summary>
    /// Adds the provider <c>http</c>, whose settings are <see cref="HttpStoreOptions"/> in the section <c>VideoStorage:Http</c>.
    /// </summary>
    public static VideoStorageBuilder AddHttp(this VideoStorageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(new HttpStoreProvider());
    }
}
