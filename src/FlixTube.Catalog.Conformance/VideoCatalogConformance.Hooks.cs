using System.Text.Json.Nodes;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    /// <summary>
    /// The longest that one call may take before it counts as hanging. 30 seconds unless overridden.
    /// </summary>
    protected virtual TimeSpan CallLimit => TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a call takes milliseconds rather than microseconds. Tests that make hundreds of calls then make fewer; none
    /// is left out. <c>false</c> unless overridden.
    /// </summary>
    protected virtual bool IsSlow => false;

    /// <summary>How many requests the catalogue has made to its storage so far; <c>null</c> unless overridden.</summary>
    protected virtual long? RequestCount => null;

    /// <summary>What no exception may tell: passwords, connection strings with one. None unless overridden.</summary>
    protected virtual IReadOnlyCollection<string> Secrets => [];

    /// <summary>
    /// Makes another catalogue over the storage of the one that <see cref="CreateCatalogAsync"/> made last, as after a
    /// restart or in another process.
    /// </summary>
    /// <returns><c>null</c>, also when not overridden, when that cannot be done. The kit disposes the catalogue.</returns>
    protected virtual Task<IVideoCatalog?> ReopenAsync() => Task.FromResult<IVideoCatalog?>(null);

    /// <summary>Puts a document into the storage by another way than the catalogue.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="path">What it says to be its path; it may be no <c>VideoPath</c>.</param>
    /// <param name="fields">
    /// What else it says: <c>title</c>, <c>description</c>, <c>duration</c> in seconds, <c>tags</c>, <c>posterPath</c>, under
    /// the names that the storage has for these, and other fields, under their own. Any of them may be of a wrong kind.
    /// </param>
    /// <returns><c>false</c>, also when not overridden, when the storage cannot hold such a document.</returns>
    protected virtual Task<bool> TryPlantAsync(VideoId id, string path, JsonObject fields) => Task.FromResult(false);

    /// <summary>The document of an entry as the storage has it, by the storage's names, read by another way than the catalogue.</summary>
    /// <returns><c>null</c>, also when not overridden, when that cannot be done.</returns>
    protected virtual Task<JsonObject?> ReadDocumentAsync(VideoId id) => Task.FromResult<JsonObject?>(null);

    /// <summary>Makes a catalogue whose storage does not answer: a port where nobody listens, a folder that is a file.</summary>
    /// <returns><c>null</c>, also when not overridden, when there is no such thing. The kit disposes the catalogue.</returns>
    protected virtual Task<IVideoCatalog?> CreateUnreachableCatalogAsync() => Task.FromResult<IVideoCatalog?>(null);

    /// <summary>Makes a catalogue with credentials that its storage refuses.</summary>
    /// <returns><c>null</c>, also when not overridden, when there is no such thing. The kit disposes the catalogue.</returns>
    protected virtual Task<IVideoCatalog?> CreateRefusedCatalogAsync() => Task.FromResult<IVideoCatalog?>(null);
}
