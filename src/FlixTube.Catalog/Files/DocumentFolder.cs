using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.Files;

/// <summary>The catalogue's folder on disk. One call at a time; what fails throws as System.IO does.</summary>
internal sealed class DocumentFolder(string root, TimeProvider time, ILogger logger)
{
    private const string TemporaryExtension = ".tmp";
    private const string AsideExtension = ".unreadable";

    // A temporary file lives for milliseconds. One that is younger may be another process's, in the overlap of a restart.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(1);

    // Files that are no documents, with their times, so that each is read and reported once and not with every scan.
    private Dictionary<string, DateTime> _passedOver = new(StringComparer.Ordinal);

    /// <summary>The absolute path of the folder.</summary>
    public string Root { get; } = root;

    /// <summary>
    /// When a file last came into the folder or left it, in UTC; <c>null</c> when there is no folder. The only call
    /// that may be made beside another.
    /// </summary>
    public DateTime? Stamp() => Directory.Exists(Root) ? Directory.GetLastWriteTimeUtc(Root) : null;

    /// <summary>Reads every document that <paramref name="known"/> does not hold as it is now.</summary>
    public List<CatalogDocument> Scan(CatalogIndex? known, CancellationToken cancellationToken)
    {
        var documents = new List<CatalogDocument>();
        var passedOver = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        foreach (var file in Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (file.Extension)
            {
                case CatalogDocument.Extension:
                    if (TryRead(file, known, passedOver, out var document))
                        documents.Add(document);
                    break;
                case TemporaryExtension:
                    Sweep(file);
                    break;
            }
        }

        _passedOver = passedOver;
        return documents;
    }

    /// <summary>
    /// Makes the document of a new entry, whole or not at all. A file with its name that is no document is set aside.
    /// </summary>
    public CatalogDocument Create(CatalogVideo video, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Root))
        {
            Directory.CreateDirectory(Root);
            DirectorySync.Flush(Path.GetDirectoryName(Root) ?? Root);
        }

        return Publish(video, DocumentText.Write(video), replace: false, cancellationToken);
    }

    /// <summary>The document of an entry as it is on disk now, with its text; <c>null</c> when it is gone.</summary>
    /// <exception cref="FormatException">It was edited and is no document any more.</exception>
    public (CatalogDocument Document, byte[] Text)? Find(VideoId id)
    {
        var file = new FileInfo(Path.Combine(Root, CatalogDocument.FileName(id)));
        if (!file.Exists)
            return null;

        var text = File.ReadAllBytes(file.FullName);
        return (CatalogDocument.Read(id, text, file.LastWriteTimeUtc), text);
    }

    /// <summary>Replaces the document of an entry, whole or not at all, and keeps what the entry does not say.</summary>
    public CatalogDocument Replace(CatalogVideo video, byte[] before, CancellationToken cancellationToken) =>
        Publish(video, DocumentText.Write(video, before), replace: true, cancellationToken);

    private CatalogDocument Publish(CatalogVideo video, byte[] text, bool replace, CancellationToken cancellationToken)
    {
        var name = CatalogDocument.FileName(video.Id);
        var path = Path.Combine(Root, name);
        var temporary = Path.Combine(Root, $".{video.Id}.{Guid.NewGuid():N}{TemporaryExtension}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(text);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!replace && File.Exists(path))
            {
                File.Move(path, path + AsideExtension, overwrite: true);
                FileCatalogLog.SetAside(logger, path, name + AsideExtension, video.Path.Value);
            }

            File.Move(temporary, path, overwrite: replace);
        }
        catch
        {
            DeleteQuietly(temporary);
            throw;
        }

        DirectorySync.Flush(Root);
        return new(video, File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Deletes a document; <see cref="Flush"/> makes it last.</summary>
    public void Delete(VideoId id) => File.Delete(Path.Combine(Root, CatalogDocument.FileName(id)));

    /// <summary>Makes what was deleted stay deleted after a crash of the machine.</summary>
    public void Flush() => DirectorySync.Flush(Root);

    private IEnumerable<FileInfo> Files()
    {
        if (File.Exists(Root))
            throw new IOException("It is a file.");

        var folder = new DirectoryInfo(Root);
        return folder.Exists ? folder.EnumerateFiles() : [];
    }

    private bool TryRead(FileInfo file, CatalogIndex? known, Dictionary<string, DateTime> passedOver, out CatalogDocument document)
    {
        document = default;
        var written = file.LastWriteTimeUtc;
        var text = Path.GetFileNameWithoutExtension(file.Name);
        if (!VideoId.TryParse(text, out var id) || !string.Equals(text, id.ToString(), StringComparison.Ordinal))
        {
            PassOver("its name is not a video's id", $"A document is named by {VideoId.Digits} lower-case hexadecimal digits and '{CatalogDocument.Extension}'; rename it, or move it elsewhere");
            return false;
        }

        if (known?.FindDocument(id) is { } unchanged && unchanged.FileTime == written)
        {
            document = unchanged;
            return true;
        }

        if (_passedOver.TryGetValue(file.Name, out var before) && before == written)
        {
            passedOver.Add(file.Name, written);
            return false;
        }

        try
        {
            if (file.Length > CatalogDocument.MaxBytes)
                throw new FormatException($"it is longer than {CatalogDocument.MaxBytes} bytes");

            document = CatalogDocument.Read(id, File.ReadAllBytes(file.FullName), written);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (FormatException e)
        {
            PassOver(e.Message, "Correct it, or delete it: a video that is in the store is found again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PassOver("it cannot be read", "Let this process read it, or delete it: a video that is in the store is found again", e);
        }

        return false;

        void PassOver(string reason, string remedy, Exception? exception = null)
        {
            passedOver.Add(file.Name, written);
            if (!_passedOver.TryGetValue(file.Name, out var reported) || reported != written)
                FileCatalogLog.PassedOver(logger, file.FullName, reason, remedy, exception);
        }
    }

    private void Sweep(FileInfo file)
    {
        if (IsOurs(file.Name) && time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > LeftoverAge && DeleteQuietly(file.FullName))
            FileCatalogLog.LeftoverDeleted(logger, file.FullName);
    }

    private static bool IsOurs(string temporary) =>
        temporary.Split('.') is ["", var id, var unique, _] && VideoId.TryParse(id, out _) && Guid.TryParseExact(unique, "N", out _);

    [SuppressMessage("Design", "CA1031", Justification = "What cannot be swept now does no harm; the failure that matters is the one being reported.")]
    private static bool DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
