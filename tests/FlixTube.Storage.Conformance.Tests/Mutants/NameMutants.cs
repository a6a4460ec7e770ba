using System.Text;
using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

internal sealed class NamesAreNormalized(ObjectService service) : ReferenceStore(service)
{
    // Invariant globalization has no tables of its own beyond ASCII: the one pair that matters here is written out.
    protected override string NameOf(VideoPath path) => path.Value.Replace("e\u0301", "\u00e9", StringComparison.Ordinal);
}

internal sealed class NamesIgnoreCase(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => path.Value.ToLowerInvariant();
}

internal sealed class NamesAreTrimmed(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => path.Value.TrimEnd(' ', '.');
}

internal sealed class NamesAreDecoded(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => Uri.UnescapeDataString(path.Value);
}

internal sealed class PlusIsASpace(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => path.Value.Replace('+', ' ');
}

internal sealed class NamesBeyondAsciiAreReplaced(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(path.Value));
}

internal sealed class NamesAreCutAtANumberSign(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => path.Value.Split('#')[0] is { Length: > 0 } name ? name : "_";
}

internal sealed class NamesOfTheStoreAreHidden(ObjectService service) : ReferenceStore(service)
{
    protected override IEnumerable<VideoListItem> List(string prefix) =>
        base.List(prefix).Where(v => !v.Path.Value.StartsWith(".flixtube", StringComparison.Ordinal));
}

internal sealed class NamesHaveAtMost255BytesInASegment(ObjectService service) : ReferenceStore(service)
{
    protected override string NameOf(VideoPath path) => path.Value.Split('/').All(s => Encoding.UTF8.GetByteCount(s) <= 255)
        ? path.Value
        : throw new VideoStoreException(VideoStoreError.InvalidPath, $"The path '{path}' is too long for this file system.") { Path = path };
}

internal sealed class VideoCannotBeAFolderToo(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Commit(ObjectService.Upload upload, VideoPath path, WriteOptions options, string hash) =>
        Service.List().Any(o => path.Value.StartsWith(o.Name + "/", StringComparison.Ordinal))
            ? throw new VideoStoreException(VideoStoreError.Internal, $"'{path}' is within a video.") { Path = path }
            : base.Commit(upload, path, options, hash);
}

internal sealed class MissingPathIsAnArgumentException(ObjectService service) : ReferenceStore(service)
{
    public override Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        path == default ? throw new ArgumentException("A path is missing.", nameof(path)) : base.GetPropertiesAsync(path, cancellationToken);
}

internal sealed class MissingPathIsTheRoot(ObjectService service) : ReferenceStore(service)
{
    public override Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        path == default ? Task.CompletedTask : base.DeleteAsync(path, options, cancellationToken);
}
