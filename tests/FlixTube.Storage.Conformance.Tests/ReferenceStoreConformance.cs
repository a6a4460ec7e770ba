using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests;

/// <summary>A correct store passes the whole kit, and none of it is left out.</summary>
[TestFixture]
public sealed class ReferenceStoreConformance : ReferenceFixture;
