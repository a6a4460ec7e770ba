using FlixTube.Storage;

namespace FlixTube.Catalog.Files;

/// <summary>One document of the folder that could be understood.</summary>
/// <param name="Video">What it says.</param>
/// <param name="FileTime">When its file was last written, in UTC; another time means another text.</param>
internal readonly record struct CatalogDocument(CatalogVideo Video, DateTime FileTime)
{
    public const string Extension = ".json";

    /// <summary>Longer files are not documents: what an entry says is much shorter, however it is written.</summary>
    public const int MaxBytes = 1 << 20;

    public static string FileName(VideoId id) => id + Extension;

    /// <summary>Reads what the catalogue wrote or a person did: only <c>path</c> is needed, fields without a meaning do not matter.</summary>
    /// <exception cref="FormatException">The message says what is wrong with the document.</exception>
    public static CatalogDocument Read(VideoId id, ReadOnlySpan<byte> json, DateTime fileTime)
    {
        var text = DocumentText.Parse(json);
        if (text.Path is null)
            throw new FormatException("it has no \"path\"");

        if (!VideoPath.TryParse(text.Path, out var path))
            throw new FormatException("its \"path\" is not the path of a video");

        var registeredAt = WholeMilliseconds(text.RegisteredAt?.ToUniversalTime() ?? new(fileTime));
        var details = text.Details();
        return new(
            new CatalogVideo
            {
                Id = id,
                Path = path,
                RegisteredAt = registeredAt,
                Details = details,
                Version = EntryVersion.Of(path, registeredAt, details),
            },
            fileTime);
    }

    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
