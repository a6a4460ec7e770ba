using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

/// <summary>The kit over a store that breaks a clause. Being generic, it is run by <see cref="MutantTests"/> alone.</summary>
internal sealed class MutantFixture<TMutant> : ReferenceFixture
    where TMutant : IVideoStore
{
    protected override TimeSpan CallLimit => typeof(TMutant).IsAssignableTo(typeof(IHanging)) ? TimeSpan.FromSeconds(1) : base.CallLimit;

    protected override bool IsSlow => true;

    private protected override IVideoStore Make(ObjectService service) =>
        typeof(TMutant).IsAssignableTo(typeof(FailingStore)) ? base.Make(service) : Create(service);

    private protected override IVideoStore Make(VideoStoreError always) =>
        typeof(TMutant).IsAssignableTo(typeof(FailingStore)) ? Create(always) : base.Make(always);

    private static TMutant Create(object argument) => (TMutant)Activator.CreateInstance(typeof(TMutant), argument)!;
}

/// <summary>A mutant for which the tests wait in vain.</summary>
internal interface IHanging;
