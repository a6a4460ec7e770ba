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
/// A document needs a <c>path</c>; it may have a <c>registeredAt</c> and anything else, which is left alone. New entries
/// get <see cref="VideoId.ForPath"/>, or the next id after it when another video has that one, so that the folder holds
/// nothing but ids of people's own choice that cannot be made again. A file that is no document is passed over with a
/// line in the log.
/// </para>
/// <para>
/// Finding what is known costs no I/O. What is not known, a new entry and a listing first look whether the folder changed:
/// documents that were put in or taken out by hand are then noticed, and so are edited ones; an edit in place alone is
/// noticed with the next change of the folder. One process at a time may write to a folder: a change that another makes in
/// the very moment of one of this catalogue's own may stay unnoticed until the next.
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
    public async Task<CatalogRegistration> RegisterAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(path == default, nameof(path));
        if (_index?.Find(path) is { } known)
            return new(known, Created: false);

        return await InFolderAsync(index => Register(index, path, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(id == default, nameof(id));
        return await InFolderAsync(index => Remove(index, id), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<CatalogPage> ListPageAsync(
        int pageSize = IVideoCatalog.MaxPageSize, string? pageToken = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, IVideoCatalog.MaxPageSize);
        VideoPath? last = pageToken is null ? null : CatalogPageToken.Parse(pageToken);

        var index = await UpToDateAsync(cancellationToken).ConfigureAwait(false);
        var videos = index.After(last, pageSize + 1);
        return videos.Count <= pageSize
            ? new(videos, NextPageToken: null)
            : new([.. videos.Take(pageSize)], CatalogPageToken.After(videos[pageSize - 1].Path));
    }

    private static void Refuse(bool isDefault, string parameter)
    {
        if (isDefault)
            throw new ArgumentException("The default value is no id and no path.", parameter);
    }

    private CatalogRegistration Register(CatalogIndex index, VideoPath path, CancellationToken cancellationToken)
    {
        if (index.Find(path) is { } known)
            return new(known, Created: false);

        var video = new CatalogVideo
        {
            Id = VideoId.CandidatesFor(path).First(id => index.FindDocument(id) is null),
            Path = path,
            RegisteredAt = _time.GetUtcNow(),
        };
        index.Add(_folder.Create(video, cancellationToken));
        Agree();
        return new(video, Created: true);
    }

    private bool Remove(CatalogIndex index, VideoId id)
    {
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
