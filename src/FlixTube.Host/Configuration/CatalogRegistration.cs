using FlixTube.Catalog;

namespace FlixTube.Host.Configuration;

internal static class CatalogRegistration
{
    /// <summary>The catalogues that configuration can choose from, the same for serving and for commands.</summary>
    public static void AddCatalog(this WebApplicationBuilder builder) =>
        builder.Services.AddVideoCatalog(builder.Configuration)
            .AddMongoDB();
}
