using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

/// <summary>
/// The contract of <see cref="IVideoCatalog"/> as tests. Derive one fixture, say how a catalogue is made, and every test
/// runs against it.
/// </summary>
/// <remarks>
/// <para>
/// Each test has an empty catalogue of its own. What cannot be seen from outside needs a hook; a test whose hook is missing
/// is ignored and says so.
/// </para>
/// <para>Tests wait for answers, never for time to pass. The tests of one fixture must not run in parallel.</para>
/// </remarks>
[NonParallelizable]
public abstract partial class VideoCatalogConformance
{
    private readonly List<IVideoCatalog> _made = [];
    private IVideoCatalog? _bounded;

    /// <summary>The catalogue under test; no call of it takes longer than <see cref="CallLimit"/>.</summary>
    private IVideoCatalog Catalog => _bounded!;

    /// <summary>Makes a catalogue over an empty storage that no one else uses.</summary>
    /// <remarks>Called once for each test.</remarks>
    protected abstract Task<IVideoCatalog> CreateCatalogAsync();

    /// <summary>Disposes a catalogue. Override it to delete also the storage that was made for the test.</summary>
    /// <remarks>Called once for each catalogue that the fixture made, also when the test failed.</remarks>
    protected virtual async Task DeleteCatalogAsync(IVideoCatalog catalog)
    {
        switch (catalog)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    /// <summary>Makes the catalogue.</summary>
    [SetUp]
    public async Task MakeCatalogAsync() => _bounded = Bounded(await CreateCatalogAsync());

    /// <summary>Takes the catalogues of the test away.</summary>
    [TearDown]
    public async Task TakeCatalogsAwayAsync()
    {
        foreach (var catalog in Enumerable.Reverse(_made))
            await DeleteCatalogAsync(catalog);

        _made.Clear();
    }

    private BoundedCatalog Bounded(IVideoCatalog catalog)
    {
        _made.Add(catalog);
        return new(catalog, CallLimit);
    }
}
