using System.IO.Enumeration;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Files;

/// <summary>What a walk through a folder shows; paths are relative to its root, with <c>/</c> between segments.</summary>
internal interface IFolderVisitor
{
    /// <summary>Whether to walk into a folder.</summary>
    /// <param name="folder">Its path with a <c>/</c> at the end.</param>
    bool Enter(ReadOnlySpan<char> folder);

    /// <summary>Something that is no folder: a file, or a link, pipe, socket or device.</summary>
    void Visit(ReadOnlySpan<char> file);
}

/// <summary>
/// Shows everything below a folder, in the file system's order, with memory for one path and one open folder for each
/// level. Folders that are links are passed over; so are those that go away meanwhile or may not be read.
/// </summary>
internal sealed partial class FolderWalk(string root, IFolderVisitor visitor, ILogger logger, CancellationToken cancellationToken)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, RecurseSubdirectories = false };

    private readonly char[] _path = new char[VideoPath.MaxUtf8Bytes * 4];

    /// <summary>Walks from a folder given by its relative path, with <c>/</c> at the end, or empty for the root.</summary>
    public void Run(ReadOnlySpan<char> start)
    {
        start.CopyTo(_path);
        WalkFolder(start.Length);
    }

    private void WalkFolder(int length)
    {
        try
        {
            using var entries = new FileSystemEnumerable<bool>(Path.Join(root, _path.AsSpan(0, length)), (ref _) => true, Everything)
            {
                ShouldIncludePredicate = (ref entry) =>
                {
                    Show(ref entry, length);
                    return false;
                },
            }.GetEnumerator();
            entries.MoveNext();
        }
        catch (DirectoryNotFoundException)
        {
            // It went away since its name was read.
        }
        catch (UnauthorizedAccessException e) when (length > 0)
        {
            LogPassedOver(e.Message);
        }
    }

    private void Show(ref FileSystemEntry entry, int length)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var end = length + entry.FileName.Length;
        if (end >= _path.Length)
            return;

        entry.FileName.CopyTo(_path.AsSpan(length));
        if (!entry.IsDirectory)
        {
            visitor.Visit(_path.AsSpan(0, end));
            return;
        }

        // A link to a folder looks like one until it is asked for its own attributes.
        _path[end] = '/';
        if (visitor.Enter(_path.AsSpan(0, end + 1)) && (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None)
            WalkFolder(end + 1);
    }

    // Not louder: a disk of its own has such a folder (lost+found), and every listing passes it.
    [LoggerMessage(Level = LogLevel.Debug, Message = "A folder is missing from a listing: {Reason}")]
    private partial void LogPassedOver(string reason);
}
