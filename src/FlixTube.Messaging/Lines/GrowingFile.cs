using FlixTube.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace FlixTube.Messaging.Lines;

/// <summary>A file to which whole batches are appended. One writer at a time; others may read what is there.</summary>
internal sealed class GrowingFile : IDisposable
{
    private readonly SafeFileHandle _file;

    private GrowingFile(SafeFileHandle file, long length)
    {
        _file = file;
        Length = length;
    }

    /// <summary>How many bytes were appended whole.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a file, or makes it and lets its name survive a loss of power.</summary>
    /// <param name="path">Its folder is there.</param>
    /// <param name="length">What of it is good; what follows, which a crash may have left, is cut off.</param>
    public static GrowingFile Open(string path, long length = 0)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.SetLength(file, length);
            DurableFolders.Flush(Path.GetDirectoryName(path)!);
            return new(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends all of it, or nothing when it throws.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        // A batch that failed half way lies behind Length, where nobody looks, and is written over.
        RandomAccess.Write(_file, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>Takes the last batches back.</summary>
    public void CutTo(long length)
    {
        Length = length;
        RandomAccess.SetLength(_file, length);
    }

    /// <summary>Makes what was appended survive a loss of power.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
