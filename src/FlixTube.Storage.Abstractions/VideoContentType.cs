using System.Collections.Frozen;

namespace FlixTube.Storage;

/// <summary>The media type that a name suggests, so that every store answers alike for a video whose writer gave none.</summary>
public static class VideoContentType
{
    /// <summary>The media type of bytes about which nothing is known.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["3gp"] = "video/3gpp",
        ["avi"] = "video/x-msvideo",
        ["flv"] = "video/x-flv",
        ["m2ts"] = "video/mp2t",
        ["m4s"] = "video/iso.segment",
        ["m4v"] = "video/mp4",
        ["mkv"] = "video/matroska",
        ["mov"] = "video/quicktime",
        ["mp4"] = "video/mp4",
        ["mpeg"] = "video/mpeg",
        ["mpg"] = "video/mpeg",
        ["ogv"] = "video/ogg",
        ["ts"] = "video/mp2t",
        ["webm"] = "video/webm",
        ["wmv"] = "video/x-ms-wmv",

        ["aac"] = "audio/aac",
        ["flac"] = "audio/flac",
        ["m4a"] = "audio/mp4",
        ["mp3"] = "audio/mpeg",
        ["oga"] = "audio/ogg",
        ["ogg"] = "audio/ogg",
        ["opus"] = "audio/ogg",
        ["wav"] = "audio/wav",

        ["jpeg"] = "image/jpeg",
        ["jpg"] = "image/jpeg",
        ["png"] = "image/png",
        ["webp"] = "image/webp",

        ["m3u8"] = "application/vnd.apple.mpegurl",
        ["mpd"] = "application/dash+xml",
        ["srt"] = "application/x-subrip",
        ["vtt"] = "text/vtt",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The media type that the extension of <paramref name="path"/> stands for, else <see cref="Unknown"/>.</summary>
    public static string FromName(VideoPath path)
    {
        var name = path.FileName;
        var dot = name.LastIndexOf('.');
        return dot < 0 ? Unknown : ByExtension.GetValueOrDefault(name[(dot + 1)..], Unknown);
    }
}
