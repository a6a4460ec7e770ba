using FlixTube.Storage.Copying;
using FlixTube.Storage.Tests.Files;

namespace FlixTube.Storage.Tests.Copying;

/// <summary>Two folders, and copies from one to the other.</summary>
internal sealed class CopyTest : IDisposable
{
    public CopyTest()
    {
        From = new(SourceFolder.Store);
        To = new(TargetFolder.Store);
    }

    public StoreOfOneTest SourceFolder { get; } = new();

    public StoreOfOneTest TargetFolder { get; } = new();

    public ObservedStore From { get; }

    public ObservedStore To { get; }

    public static CopyOptions Quick { get; } = new() { RetryDelay = TimeSpan.Zero };

    public async Task<List<CopyResult>> RunAsync(CopyOptions? options = null, TransferProgress? progress = null, CancellationToken cancellationToken = default)
    {
        var results = new List<CopyResult>();
        await foreach (var result in new VideoCopier(From, To, options ?? Quick).RunAsync(progress, cancellationToken))
            results.Add(result);

        results.Sort((left, right) => left.Path.CompareTo(right.Path));
        return results;
    }

    public async Task<CopyResult> RunOneAsync(CopyOptions? options = null) => (await RunAsync(options)).Single();

    public void Dispose()
    {
        SourceFolder.Dispose();
        TargetFolder.Dispose();
    }
}
