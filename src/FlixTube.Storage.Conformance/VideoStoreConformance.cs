using System.Globalization;
using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>
/// The contract of <see cref="IVideoStore"/> as tests. Derive one fixture, say how a store is made, and every test runs
/// against it.
/// </summary>
/// <remarks>
/// <para>
/// One store serves the whole fixture; each test works below a prefix of its own, or at a path that it deletes again.
/// What the store cannot do by its <see cref="VideoStoreCapabilities"/> must be refused, and is tested for that. What
/// cannot be seen from outside needs a hook; a test whose hook is missing is ignored and says so.
/// </para>
/// <para>Tests wait for answers, never for time to pass. The tests of one fixture must not run in parallel.</para>
/// </remarks>
[NonParallelizable]
public abstract partial class VideoStoreConformance
{
    private readonly string _run = Guid.NewGuid().ToString("n")[..6];
    private IVideoStore? _made;
    private IVideoStore? _bounded;
    private int _tests;

    /// <summary>The store under test; no call of it takes longer than <see cref="CallLimit"/>.</summary>
    private IVideoStore Store => _bounded!;

    private VideoStoreCapabilities Capabilities => Store.Capabilities;

    /// <summary>What the paths of the present test begin with; no other test sees them.</summary>
    private string Prefix => string.Create(CultureInfo.InvariantCulture, $"{_run}-{_tests:d5}");

    /// <summary>Makes the store that the fixture tests. It must be empty and no one else may use it.</summary>
    /// <remarks>Called once for each fixture.</remarks>
    protected abstract Task<IVideoStore> CreateStoreAsync();

    /// <summary>Disposes the store. Override it to delete also the bucket or folder that was made for the fixture.</summary>
    /// <remarks>Called once for each fixture, also when tests failed.</remarks>
    protected virtual Task DeleteStoreAsync(IVideoStore store) => DisposeStoreAsync(store);

    /// <summary>Makes the store.</summary>
    [OneTimeSetUp]
    public async Task MakeStoreAsync()
    {
        _made = await CreateStoreAsync();
        _bounded = new BoundedStore(_made, CallLimit);
    }

    /// <summary>Gives the test a prefix of its own.</summary>
    [SetUp]
    public void ChangePrefix() => _tests++;

    /// <summary>Takes the store away.</summary>
    [OneTimeTearDown]
    public async Task TakeStoreAwayAsync()
    {
        if (_made is not null)
            await DeleteStoreAsync(_made);
    }

    private static async Task DisposeStoreAsync(IVideoStore store)
    {
        switch (store)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private VideoPath At(string name) => VideoPath.Parse($"{Prefix}/{name}");
}
