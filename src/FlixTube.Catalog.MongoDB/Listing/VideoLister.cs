using FlixTube.Catalog.MongoDB.Commands;
using FlixTube.Catalog.MongoDB.Documents;

namespace FlixTube.Catalog.MongoDB.Listing;

/// <summary>Pages of the catalogue: mostly one request, and never more documents in memory than a page has and one.</summary>
internal sealed class VideoLister(MongoCollection collection)
{
    /// <exception cref="VideoCatalogException">The catalogue failed, or the token is none.</exception>
    public async Task<CatalogPage> PageAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var videos = new List<CatalogVideo>();
        var token = "";
        var place = Place.Of(CatalogPageToken.Of(query));
        foreach (var part in ListPart.Of(query))
        {
            if (place is not null && !part.Has(place))
                continue;

            bool isCut;
            do
            {
                var wanted = query.PageSize - videos.Count + 1;
                var batch = await BatchAsync(part, query.Filter, place, wanted, cancellationToken).ConfigureAwait(false);
                foreach (var (video, at) in batch.Documents)
                {
                    place = at;
                    if (video is null)
                        continue;

                    if (videos.Count == query.PageSize)
                        return new(videos, token);

                    videos.Add(video);
                    token = part.TokenAfter(video);
                }

                // Documents that were passed over have left room, or the server had more than fits into one reply.
                isCut = batch.Documents.Count == wanted || batch.Cursor != 0;
            }
            while (isCut);

            place = null;
        }

        return new(videos, NextPageToken: null);
    }

    private async Task<Batch> BatchAsync(ListPart part, CatalogFilter filter, Place? after, int count, CancellationToken cancellationToken)
    {
        var command = collection.Command("find"u8);
        part.WriteQuery(command.BeginDocument("filter"u8), filter, after);
        part.WriteSort(command.End().BeginDocument("sort"u8));
        command.End().Add("limit"u8, count).Add("batchSize"u8, count).AddProjection();
        var batch = await collection.ReadAsync(command, reply => Batch.Read(reply, part), cancellationToken).ConfigureAwait(false);
        if (batch.Cursor != 0)
        {
            var end = collection.Command("killCursors"u8).BeginArray("cursors"u8).Add("0"u8, batch.Cursor).End();
            await collection.ReadAsync(end, static _ => true, cancellationToken).ConfigureAwait(false);
        }

        return batch;
    }
}
