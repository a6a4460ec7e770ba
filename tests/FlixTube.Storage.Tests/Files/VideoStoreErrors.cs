using NUnit.Framework.Constraints;

namespace FlixTube.Storage.Tests.Files;

internal static class VideoStoreErrors
{
    public static Constraint Of(VideoStoreError error) =>
        Throws.TypeOf<VideoStoreException>().With.Property(nameof(VideoStoreException.Error)).EqualTo(error);
}
