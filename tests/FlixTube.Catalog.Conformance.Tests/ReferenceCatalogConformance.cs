using FlixTube.Catalog.Conformance.Tests.Reference;

namespace FlixTube.Catalog.Conformance.Tests;

/// <summary>A correct catalogue passes the whole kit, and none of it is left out.</summary>
[TestFixture]
public sealed class ReferenceCatalogConformance : ReferenceFixture;
