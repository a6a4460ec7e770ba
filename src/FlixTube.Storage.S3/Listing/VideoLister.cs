using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Objects;

namespace FlixTube.Storage.S3.Listing;

/// <summary>Lists videos: one ListObjectsV2 for a page. S3 lists in the order of UTF-8 by itself.</summary>
internal sealed class VideoLister(Bucket bucket)
{
    // Tokens hold a key in some encoding; what is much longer does not fit the first line of a request.
    private const int MaxTokenLength = 4096;

    public async Task<VideoPage> ListAsync(ListOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.PageToken is { Length: > MaxTokenLength })
            throw new ArgumentException("The page token is none of this store's: it is too long.", nameof(options));

        if (!CanBegin(options.Prefix))
            return new VideoPage([], NextPageToken: null);

        var request = new ListObjectsV2Request
        {
            BucketName = bucket.Name,
            Prefix = Sent(options.Prefix),
            MaxKeys = options.PageSize,
            ContinuationToken = options.PageToken,

            // Not every character of a key can stand in XML.
            Encoding = EncodingType.Url,
        };
        try
        {
            var page = await bucket.CallAsync(path: null, (s3, token) => s3.ListObjectsV2Async(request, token), cancellationToken).ConfigureAwait(false);

            // The SDK reads any XML, a sign-in page too, and takes what it does not find for nothing.
            if (page.IsTruncated is null)
                throw new VideoStoreException(VideoStoreError.Internal, $"The bucket '{bucket.Name}': the answer is no listing. Check VideoStorage:S3:ServiceUrl.");

            return new VideoPage(Videos(page, options.Prefix), page.IsTruncated == true ? page.NextContinuationToken : null);
        }
        catch (VideoStoreException e) when (options.PageToken is not null && e.InnerException is AmazonS3Exception { ErrorCode: "InvalidArgument" })
        {
            throw new ArgumentException("The page token is none of this store's.", nameof(options), e);
        }
    }

    // OpenStack Swift fails over a prefix that ends in the last of all characters, because it looks for the one after it.
    private static string? Sent(string? prefix)
    {
        const string Last = "\U0010ffff";
        while (prefix?.EndsWith(Last, StringComparison.Ordinal) == true)
            prefix = prefix[..^Last.Length];

        return prefix;
    }

    private static List<VideoListItem> Videos(ListObjectsV2Response page, string? prefix)
    {
        var videos = new List<VideoListItem>(page.S3Objects?.Count ?? 0);
        foreach (var found in page.S3Objects ?? [])
        {
            // In this encoding a space is a plus in Amazon S3 and %20 in others; a plus is %2B in all of them.
            if (VideoPath.TryParse(Uri.UnescapeDataString(found.Key.Replace('+', ' ')), out var path)
                && path.Value.StartsWith(prefix ?? "", StringComparison.Ordinal))
            {
                videos.Add(new VideoListItem(path, found.Size ?? 0, ETags.Unquoted(found.ETag), ObjectProperties.UtcTime(found.LastModified)));
            }
        }

        return videos;
    }

    // Services answer differently to a prefix that no key can have.
    private static bool CanBegin(string? prefix)
    {
        if (string.IsNullOrEmpty(prefix))
            return true;

        foreach (var rune in prefix.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value == '\\' || (rune == Rune.ReplacementChar && !prefix.Contains('\uFFFD', StringComparison.Ordinal)))
                return false;
        }

        return Encoding.UTF8.GetByteCount(prefix) <= VideoPath.MaxUtf8Bytes;
    }
}
