using System.Buffers;
using FlixTube.Messaging.Lines;
using FlixTube.Messaging.Viewed;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Views.Files;

/// <summary>
/// The embedded store: one file that only grows, a line for each view (<see cref="CheckedLine"/>), and all of them in
/// memory, about 400 bytes each. For a desk and for a small site; MongoDB is for the others.
/// </summary>
/// <remarks>Those who add at the same time share one write and one flush.</remarks>
internal sealed class FileViewStore : IViewStore, IDisposable
{
    private const string FileName = "views.log";

    private readonly string _root;
    private readonly FolderLock _folderLock;
    private readonly GrowingFile _file;
    private readonly ViewIndex _index = new();
    private readonly List<Addition> _waiting = [];
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <exception cref="ViewStoreException">The folder cannot be used.</exception>
    public FileViewStore(IOptions<ViewStoreOptions> options, ILogger<FileViewStore> logger)
    {
        _root = Path.GetFullPath(options.Value.File.Root);
        try
        {
            _folderLock = new(_root);
            var path = Path.Combine(_root, FileName);
            var (length, damaged) = ViewFile.Read(path, view => _index.Add(view));
            _file = GrowingFile.Open(path, length);
            FileViewLog.Opened(logger, _index.Count, _root);
            if (damaged > 0)
                FileViewLog.Damaged(logger, damaged, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _folderLock?.Dispose();
            throw Failed(e);
        }
    }

    public async Task AddAsync(IReadOnlyList<ViewedMessage> views, CancellationToken cancellationToken)
    {
        var mine = new Addition(views);
        lock (_waiting)
            _waiting.Add(mine);

        await _oneWriter.WaitAsync(cancellationToken);
        try
        {
            if (!mine.Done.Task.IsCompleted)
                await Task.Run(WriteAll, CancellationToken.None);
        }
        finally
        {
            _oneWriter.Release();
        }

        await mine.Done.Task;
    }

    public Task<ViewPage> ListAsync(ViewQuery query, CancellationToken cancellationToken) =>
        query.After is { At: null } ? Task.FromResult(new ViewPage([], null)) : Task.Run(() => _index.Select(query), cancellationToken);

    public void Dispose()
    {
        _file.Dispose();
        _folderLock.Dispose();
        _oneWriter.Dispose();
    }

    private void WriteAll()
    {
        List<Addition> all;
        lock (_waiting)
        {
            all = [.. _waiting];
            _waiting.Clear();
        }

        try
        {
            var added = Write(all.SelectMany(static addition => addition.Views));
            foreach (var view in added)
                _index.Add(view);

            all.ForEach(static addition => addition.Done.SetResult());
        }
        catch (Exception e)
        {
            all.ForEach(addition => addition.Done.SetException(Failed(e)));
        }
    }

    private List<ViewedMessage> Write(IEnumerable<ViewedMessage> views)
    {
        var lines = new ArrayBufferWriter<byte>();
        var added = new List<ViewedMessage>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in views)
        {
            if (_index.Contains(view.Id) || !ids.Add(view.Id))
                continue;

            CheckedLine.Write(lines, ViewedText.Record(view));
            added.Add(view);
        }

        if (added.Count == 0)
            return added;

        var before = _file.Length;
        _file.Append(lines.WrittenSpan);
        try
        {
            _file.Flush();
        }
        catch
        {
            _file.CutTo(before);
            throw;
        }

        return added;
    }

    private ViewStoreException Failed(Exception e) =>
        new($"The history's folder '{_root}' cannot be used: {e.Message} Repair it, or set {ViewStoreOptions.Section}:File:Root to another folder.", e);

    private sealed record Addition(IReadOnlyList<ViewedMessage> Views)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
