using FlixTube.Catalog;
using FlixTube.Host.Problems;
using FlixTube.Host.Streaming;
using FlixTube.Service.Problems;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Library;

/// <summary>The version of a catalogue's entry as HTTP says it: <c>ETag</c> in answers, <c>If-Match</c> in requests.</summary>
internal static class VideoVersion
{
    public static string Tag(CatalogVideo video) => $"\"{video.Version}\"";

    /// <summary>Refuses a request that names another version than the present one. One that names none means any.</summary>
    /// <exception cref="ProblemException">412.</exception>
    public static void Check(StringValues ifMatch, CatalogVideo present)
    {
        if (ifMatch.Count > 0 && !EntityTagList.Names(ifMatch, Tag(present), weakly: false))
            throw new ProblemException(VideoRefusals.ChangedMeanwhile);
    }
}
