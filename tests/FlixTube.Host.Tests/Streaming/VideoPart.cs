using System.Net.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>What a 206 holds of a video, read by somebody else's multipart reader.</summary>
internal sealed record VideoPart(int First, int Last, long VideoLength, string? ContentType, byte[] Bytes)
{
    public static async Task<List<VideoPart>> ReadAllAsync(HttpResponseMessage response) => ReadAll(
        response.Content.Headers.ContentType!.ToString(), response.Content.Headers.ContentRange, await response.Content.ReadAsByteArrayAsync());

    public static List<VideoPart> ReadAll(string contentType, ContentRangeHeaderValue? contentRange, byte[] body)
    {
        if (contentRange is not null)
            return [Of(contentRange, contentType, body)];

        var type = MediaTypeHeaderValue.Parse(contentType);
        Assert.That(type.MediaType, Is.EqualTo("multipart/byteranges"));

        var parts = new List<VideoPart>();
        using var stream = new MemoryStream(body);
        var reader = new MultipartReader(type.Parameters.Single(p => p.Name == "boundary").Value!, stream) { HeadersCountLimit = 2 };
        while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
        {
            using var bytes = new MemoryStream();
            section.Body.CopyToAsync(bytes).GetAwaiter().GetResult();
            parts.Add(Of(ContentRangeHeaderValue.Parse(section.Headers!["Content-Range"].ToString()), section.ContentType, bytes.ToArray()));
        }

        return parts;
    }

    private static VideoPart Of(ContentRangeHeaderValue range, string? contentType, byte[] bytes) =>
        new((int)range.From!.Value, (int)range.To!.Value, range.Length!.Value, contentType, bytes);
}
