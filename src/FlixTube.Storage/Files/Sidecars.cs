using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Files;

/// <summary>
/// The sidecars of all videos. One is named by its video's path (hashed, so that the name has one length) and by the
/// version that it describes: it can be there before and after that version is, but it never describes other bytes.
/// They are spread over 256 folders, which stay.
/// </summary>
internal sealed partial class Sidecars(StoreFolder folder, ILogger logger)
{
    private const int LongestDocument = 64 * 1024;
    private const string Ending = ".json";

    /// <returns><c>null</c> for a version that the store did not write, or whose sidecar is damaged.</returns>
    public Sidecar? Find(VideoPath path, FileVersion version)
    {
        var file = FileOf(path, version);
        var entry = FileEntry.At(file);
        if (entry.Kind == EntryKind.Missing)
            return null;

        if (entry.Kind != EntryKind.File || entry.Version.Length > LongestDocument)
        {
            LogDamaged(path, file, "it is no document");
            return null;
        }

        try
        {
            return Sidecar.Parse(File.ReadAllBytes(file), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            LogDamaged(path, file, e.Message);
            return null;
        }
    }

    /// <summary>Whether there is one of any version.</summary>
    public bool HasAny(VideoPath path)
    {
        var parent = FolderOf(path, out var name);
        return Directory.Exists(parent) && Directory.EnumerateFiles(parent, $"{name}.*{Ending}").Any();
    }

    public void Save(VideoPath path, FileVersion version, Sidecar sidecar)
    {
        using var file = TemporaryFile.Create(folder);
        file.Append(sidecar.ToJson());
        file.Flush();
        DurableFolders.Place(file.FullPath, FileOf(path, version), folder.Properties, replace: true);
    }

    /// <summary>
    /// Removes those of all other versions: replaced ones, and ones that never came to be because their writer was killed.
    /// </summary>
    /// <param name="path">The video's path.</param>
    /// <param name="version">The version that stays, if there is one.</param>
    public void RemoveOthers(VideoPath path, FileVersion? version)
    {
        var kept = version is { } v ? FileOf(path, v) : null;
        try
        {
            foreach (var file in Directory.EnumerateFiles(FolderOf(path, out var name), $"{name}.*{Ending}"))
            {
                if (!string.Equals(file, kept, StringComparison.Ordinal))
                    File.Delete(file);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // There are none.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They describe versions that are no more: the next write or deletion tries again.
            LogLeft(path, e.Message);
        }
    }

    private string FileOf(VideoPath path, FileVersion version) =>
        Path.Join(FolderOf(path, out var name), $"{name}.{version.ETag}{Ending}");

    private string FolderOf(VideoPath path, out string name)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Value)));
        name = hash[2..];
        return Path.Join(folder.Properties, hash[..2]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The properties of the video {Path} in {File} are damaged and not used: {Reason}")]
    private partial void LogDamaged(VideoPath path, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old properties of the video {Path} could not be removed: {Reason}")]
    private partial void LogLeft(VideoPath path, string reason);
}
