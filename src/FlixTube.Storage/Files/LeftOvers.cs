namespace FlixTube.Storage.Files;

/// <summary>Removes what writers left that were killed.</summary>
internal static class LeftOvers
{
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <summary>
    /// Removes the temporary files that no living process holds: of this machine by their locks, on a network share,
    /// where .NET takes none, by their age.
    /// </summary>
    public static void Sweep(StoreFolder folder, TimeProvider time)
    {
        try
        {
            var shared = new DriveInfo(folder.Root).DriveType == DriveType.Network;
            foreach (var file in Directory.EnumerateFiles(folder.Temporary))
            {
                if (!shared || time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file) > LongestUpload)
                    RemoveUnlessHeld(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written nothing can be swept either, and the videos can be read all the same.
        }
    }

    private static void RemoveUnlessHeld(string file)
    {
        try
        {
            using var exclusive = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            // Its writer lives, or another store was quicker.
        }
    }
}
