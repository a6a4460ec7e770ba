using FlixTube.Catalog.Conformance.Tests.Reference;

namespace FlixTube.Catalog.Conformance.Tests.Mutants;

/// <summary>The kit over a catalogue that breaks a clause. Being generic, it is run by <see cref="MutantTests"/> alone.</summary>
internal sealed class MutantFixture<TMutant> : ReferenceFixture
    where TMutant : IVideoCatalog
{
    protected override TimeSpan CallLimit => typeof(TMutant).IsAssignableTo(typeof(IHanging)) ? TimeSpan.FromSeconds(1) : base.CallLimit;

    private protected override IVideoCatalog Make(DocumentStorage storage) =>
        typeof(TMutant).IsAssignableTo(typeof(FailingCatalog)) ? base.Make(storage) : Create(storage);

    private protected override IVideoCatalog Make(VideoCatalogError always) =>
        typeof(TMutant).IsAssignableTo(typeof(FailingCatalog)) ? Create(always) : base.Make(always);

    private static TMutant Create(object argument) => (TMutant)Activator.CreateInstance(typeof(TMutant), argument)!;
}

/// <summary>A mutant for which the tests wait in vain.</summary>
internal interface IHanging;
