using FlixTube.Storage.Http.Tests.Support;

namespace FlixTube.Storage.Http.Tests.Conformance;

[TestFixture]
public sealed class OverFolderConformance : HttpConformanceBase
{
    internal override Task<Gateway> StartGatewayAsync() => Gateway.OverFolderAsync();
}
