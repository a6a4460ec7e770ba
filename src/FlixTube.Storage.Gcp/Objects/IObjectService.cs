namespace FlixTube.Storage.Gcp.Objects;

/// <summary>
/// What the store asks of Cloud Storage: one method for each request, about one bucket. It is the seam behind which the
/// wire is; another client library would be put here.
/// </summary>
/// <remarks>
/// Thread-safe. No method tries again. A refusal by the service is an <see cref="ObjectServiceException"/>; what the
/// network or the credentials throw comes as it is.
/// </remarks>
internal interface IObjectService : IDisposable
{
    /// <summary>The properties of an object.</summary>
    Task<StoredObject> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>One page of objects in order of their names' UTF-8 bytes.</summary>
    Task<ObjectPage> ListAsync(string prefix, int pageSize, string? pageToken, CancellationToken cancellationToken);

    /// <summary>Opens the bytes of an object as they are stored, with its properties, in one request.</summary>
    /// <param name="name">The object.</param>
    /// <param name="range">Which bytes; <c>null</c> for all. One that cannot be satisfied is status 416.</param>
    /// <param name="ifGeneration">The only generation wanted; another is status 412.</param>
    /// <param name="cancellationToken">Stops the call; not the body.</param>
    Task<ObjectMedia> OpenAsync(string name, ByteRange? range, long? ifGeneration, CancellationToken cancellationToken);

    /// <summary>Writes a whole object in one request. The service refuses content that is not of this CRC32C.</summary>
    /// <param name="target">The object and its properties.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="crc32c">Their checksum, see <see cref="Crc32C"/>.</param>
    /// <param name="ifGeneration">The generation to replace, 0 for none; another is status 412.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<StoredObject> InsertAsync(
        NewObject target, ReadOnlyMemory<byte> content, string crc32c, long? ifGeneration, CancellationToken cancellationToken);

    /// <summary>Begins an upload in parts.</summary>
    /// <returns>The session, which is a secret.</returns>
    Task<Uri> StartUploadAsync(NewObject target, CancellationToken cancellationToken);

    /// <summary>Sends the next bytes of an upload. The service may keep only a part of them.</summary>
    /// <param name="session">The upload.</param>
    /// <param name="content">The bytes; all but the last must be a multiple of 256 KiB.</param>
    /// <param name="offset">Where in the object they begin.</param>
    /// <param name="crc32cOfAll">With the last bytes, the checksum of the whole object, which completes it; else <c>null</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<UploadProgress> SendAsync(
        Uri session, ReadOnlyMemory<byte> content, long offset, string? crc32cOfAll, CancellationToken cancellationToken);

    /// <summary>Asks how far an upload has come.</summary>
    Task<UploadProgress> AskAsync(Uri session, CancellationToken cancellationToken);

    /// <summary>Ends an upload that is not to be completed.</summary>
    Task CancelUploadAsync(Uri session, CancellationToken cancellationToken);

    /// <summary>Copies an object within the service, with other properties.</summary>
    /// <param name="source">The object to copy.</param>
    /// <param name="sourceGeneration">Its generation.</param>
    /// <param name="target">The copy and its properties.</param>
    /// <param name="ifGeneration">The generation to replace, 0 for none; another is status 412.</param>
    /// <param name="rewriteToken">What the call before answered, when it could not finish.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<RewriteProgress> RewriteAsync(
        string source, long sourceGeneration, NewObject target, long? ifGeneration, string? rewriteToken, CancellationToken cancellationToken);

    /// <summary>Deletes the live generation of an object.</summary>
    /// <param name="name">The object; a missing one is status 404.</param>
    /// <param name="ifGeneration">The only generation to delete; another is status 412.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task DeleteAsync(string name, long? ifGeneration, CancellationToken cancellationToken);

    /// <summary>Deletes one generation of an object for good, also in a bucket that keeps old versions.</summary>
    Task DeleteGenerationAsync(string name, long generation, CancellationToken cancellationToken);
}
