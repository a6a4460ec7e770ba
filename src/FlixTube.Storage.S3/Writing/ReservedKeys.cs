namespace FlixTube.Storage.S3.Writing;

/// <summary>Keys of our own in the bucket.</summary>
internal static class ReservedKeys
{
    /// <summary>
    /// What the keys of unfinished uploads begin with. U+0085 is a control character, so no <see cref="VideoPath"/> can
    /// begin like this and no listing of videos shows it; unlike a backslash or a double slash it is a legal character of
    /// a key in every store that is known, and unlike its neighbours also in XML.
    /// </summary>
    public const string Uploads = ".flixtube/\u0085uploads/";

    public static string NewUpload() => Uploads + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
}
