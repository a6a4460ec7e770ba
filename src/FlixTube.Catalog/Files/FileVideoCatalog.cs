using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FlixTube.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Catalog.Files;

/// <summary>
/// The embedded catalogue: a folder with one readable JSON document per video, named by its id, and an index of them in memory.
/// </summary>
/// <remarks>
/// <para>
/// A document needs a <c>path</c>; it may have a <c>registeredAt</c>, <c>title</c>, <c>description</c>, <c>duration</c> in
/// seconds, <c>tags</c>, <c>posterPath</c> and anything else, which is left alone. New entries
/// get <see cref="VideoId.ForPath"/>, or the next id after it when another video has that one, so that the folder holds
/// nothing but ids of people's own choice that cannot be made again. A file that is no document is passed over with a
/// line in the log.
/// </para>
/// <para>
/// Finding what is known costs no I/O. What is not known, a new entry and a listing first look whether the folder changed:
/// documents that were put in or taken out by hand are then noticed, and so are edited ones; an edit in place alone is
/// noticed with the next change of the folder, or when the entry is to be changed. One process at a time may write to a
/// folder: a change that another makes in the very moment of one of this catalogue's own may stay unnoticed until the next.
/// </para>
/// <para>An entry is whole or absent after a crash at any point, also of the machine.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose.")]
public sealed class FileVideoCatalog : IVideoCatalog
{
    private readonly DocumentFolder _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneInFolder = new(1, 1);

    // Written by the one in the folder, the index first; read by everyone, the state first.
    private volatile CatalogIndex? _index;
    private volatile FolderState? _state;

    /// <summary>Makes the catalogue of a folder. Nothing is read before the first call.</summary>
    /// <exception cref="ArgumentException"><see cref="FileCatalogOptions.Root"/> is empty or cannot be a path.</exception>
    public FileVideoCatalog(FileCatalogOptions options, TimeProvider? time = null, ILogger<FileVideoCatalog>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Root);
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<FileVideoCatalog>.Instance;
        _folder = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root)), _time, _logger);
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(id == default, nameof(id));
        return _index?.Find(id) ?? (await UpToDateAsync(cancellationToken).ConfigureAwait(false)).Find(id);
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(path == default, nameof(path));
        return _index?.Find(path) ?? (await UpToDateAsync(cancellationToken).ConfigureAwait(false)).Find(path);
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(path == default, nameof(path));
        Refuse(id == default(VideoId), nameof(id));
        return await InFolderAsync(index => Create(index, path, details ?? CatalogDetails.None, id, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo> UpdateAsync(
        VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(id == default, nameof(id));
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentNullException.ThrowIfNull(details);
        return await InFolderAsync(index => Update(index, id, version, details, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(id == default, nameof(id));
        Refuse(version is "", nameof(version));
        return await InFolderAsync(index => Remove(index, id, version, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var last = CatalogPageToken.Of(query);
        var index = await UpToDateAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => PageSelection.Select(index, query, last, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var index = await UpToDateAsync(cancellationToken).ConfigureAwait(false);
        return filter == default
            ? index.Count
            : await Task.Run(() => index.After(last: null).LongCount(video => PageSelection.Matches(video, filter)), cancellationToken).ConfigureAwait(false);
    }

    private static void Refuse(bool isMissing, string parameter)
    {
        if (isMissing)
            throw new ArgumentException("The default value is no id, no path and no version.", parameter);
    }

    private CatalogVideo Create(CatalogIndex index, VideoPath path, CatalogDetails details, VideoId? given, CancellationToken cancellationToken)
    {
        if (index.Find(path) is not null)
            throw VideoCatalogException.AlreadyExists(path);

        if (given is { } taken && index.FindDocument(taken) is not null)
            throw VideoCatalogException.AlreadyExists(taken);

        var registeredAt = CatalogDocument.WholeMilliseconds(_time.GetUtcNow());
        var video = new CatalogVideo
        {
            Id = given ?? VideoId.CandidatesFor(path).First(id => index.FindDocument(id) is null),
            Path = path,
            RegisteredAt = registeredAt,
            Details = details,
            Version = EntryVersion.Of(path, registeredAt, details),
        };
        index.Add(_folder.Create(video, cancellationToken));
        Agree();
        return video;
    }

    private CatalogVideo Update(CatalogIndex known, VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken)
    {
        var (index, before, text) = Current(known, id, cancellationToken);
        if (before is null)
            throw VideoCatalogException.NotFound(id);

        if (!string.Equals(before.Version, version, StringComparison.Ordinal))
            throw VideoCatalogException.VersionConflict(id);

        if (before.Details == details)
            return before;

        var after = before with
        {
            Details = details,
            Version = EntryVersion.Of(before.Path, before.RegisteredAt!.Value, details),
        };
        index.Replace(_folder.Replace(after, text, cancellationToken));
        Agree();
        return after;
    }

    private bool Remove(CatalogIndex index, VideoId id, string? version, CancellationToken cancellationToken)
    {
        if (version is not null)
        {
            (index, var present, _) = Current(index, id, cancellationToken);
            if (!string.Equals(present?.Version, version, StringComparison.Ordinal))
                throw VideoCatalogException.VersionConflict(id);
        }

        if (index.Find(id) is not { } video)
            return false;

        // The entry goes last: a duplicate that outlived it would take its place.
        foreach (var document in index.DuplicatesOf(video.Path).Append(id))
        {
            _folder.Delete(document);
            index.Remove(document);
        }

        _folder.Flush();
        Agree();
        return true;
    }

    /// <summary>
    /// An entry as it is on disk, and its text. When it was edited in place, which the folder's time does not show, the
    /// whole folder is read again, so that everyone finds what there is now.
    /// </summary>
    private (CatalogIndex Index, CatalogVideo? Entry, byte[] Text) Current(CatalogIndex index, VideoId id, CancellationToken cancellationToken)
    {
        if (index.Find(id) is null || _folder.Find(id) is not var (document, text))
            return (index, null, []);

        if (document.FileTime != index.FindDocument(id)?.FileTime)
        {
            _state = null;
            index = Refresh(cancellationToken);
        }

        return (index, index.Find(id), text);
    }

    /// <summary>What was changed in the folder was changed in the index too and need not be read back.</summary>
    private void Agree() => _state = new(_folder.Stamp());

    private async Task<CatalogIndex> UpToDateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_state is { } state && _index is { } index && await Task.Run(_folder.Stamp, cancellationToken).ConfigureAwait(false) == state.Stamp)
                return index;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw FolderFailure.Of(e, _folder.Root);
        }

        return await InFolderAsync(static index => index, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does <paramref name="work"/> off the caller's thread, alone in the folder and with an index that agrees with it.</summary>
    private async Task<T> InFolderAsync<T>(Func<CatalogIndex, T> work, CancellationToken cancellationToken)
    {
        await _oneInFolder.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => work(Refresh(cancellationToken)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw FolderFailure.Of(e, _folder.Root);
        }
        finally
        {
            _oneInFolder.Release();
        }
    }

    private CatalogIndex Refresh(CancellationToken cancellationToken)
    {
        var known = _index;
        var stamp = _folder.Stamp();
        if (known is not null && _state?.Stamp == stamp)
            return known;

        if (stamp is null && _state?.Stamp is not null)
            throw FolderFailure.Gone(_folder.Root);

        var started = Stopwatch.GetTimestamp();
        var documents = _folder.Scan(known, cancellationToken);
        var index = new CatalogIndex(documents);
        foreach (var (duplicate, entry) in index.Duplicates())
        {
            if (known?.FindDocument(duplicate.Id) is null || known.Find(duplicate.Id) is not null)
            {
                var folder = _folder.Root + Path.DirectorySeparatorChar;
                FileCatalogLog.Duplicate(
                    _logger, folder + CatalogDocument.FileName(duplicate.Id), folder + CatalogDocument.FileName(entry.Id), entry.Path.Value);
            }
        }

        FileCatalogLog.FolderRead(_logger, documents.Count, _folder.Root, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        _index = index;
        _state = new(stamp);
        return index;
    }

    /// <summary>A folder as it was when the index agreed with it.</summary>
    private sealed record FolderState(DateTime? Stamp);
}
