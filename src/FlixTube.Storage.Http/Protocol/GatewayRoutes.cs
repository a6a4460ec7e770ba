namespace FlixTube.Storage.Http.Protocol;

/// <summary>Where a gateway answers a store, below its base address. Both ends use these names.</summary>
internal static class GatewayRoutes
{
    /// <summary>GET and HEAD with <c>path</c>: the route of every viewer.</summary>
    public const string Video = "video";

    /// <summary>GET lists (<c>prefix</c>, <c>pageSize</c>, <c>pageToken</c>), PUT and DELETE change the one at <c>path</c>.</summary>
    public const string Videos = "storage/videos";

    /// <summary>GET says what the store behind the gateway can do.</summary>
    public const string Capabilities = "storage/capabilities";
}
