using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.JsonApi;

/// <summary>
/// The wire: Cloud Storage's JSON API, and its XML API for reading, because only that sends an object's custom metadata
/// along with its bytes.
/// </summary>
internal sealed class ObjectService(Uri root, string bucket, Connection connection, TimeProvider time) : IObjectService
{
    private readonly Addresses _addresses = new(root, bucket);

    public async Task<StoredObject> GetAsync(string name, CancellationToken cancellationToken)
    {
        var address = _addresses.Object(name) + Addresses.Query(("fields", ObjectResource.Fields));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return (await ReadAsync(request, ResourceJson.Default.ObjectResource, cancellationToken).ConfigureAwait(false)).ToObject();
    }

    public async Task<ObjectPage> ListAsync(string prefix, int pageSize, string? pageToken, CancellationToken cancellationToken)
    {
        var query = Addresses.Query(
            ("prefix", prefix),
            ("maxResults", pageSize),
            ("pageToken", pageToken),
            ("fields", $"items({ObjectResource.Fields}),nextPageToken"));
        using var request = new HttpRequestMessage(HttpMethod.Get, _addresses.Objects + query);
        var page = await ReadAsync(request, ResourceJson.Default.ObjectsResource, cancellationToken).ConfigureAwait(false);
        return new ObjectPage((page.Items ?? []).ConvertAll(o => o.ToObject()), page.NextPageToken);
    }

    public async Task<ObjectMedia> OpenAsync(string name, ByteRange? range, long? ifGeneration, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _addresses.Media(name));
        if (range is { } wanted)
            request.Headers.TryAddWithoutValidation("Range", $"bytes={wanted}");

        if (ifGeneration is { } generation)
            request.Headers.TryAddWithoutValidation("x-goog-if-generation-match", Generation.ToETag(generation));

        // Otherwise the service unpacks what is stored as gzip, and ignores the range.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");

        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            // Disposing the body ends the request; nothing else of the response needs to be disposed.
            return MediaAnswer.Read(name, response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public async Task<StoredObject> InsertAsync(
        NewObject target, ReadOnlyMemory<byte> content, string crc32c, long? ifGeneration, CancellationToken cancellationToken)
    {
        var query = Addresses.Query(
            ("uploadType", "multipart"), ("ifGenerationMatch", ifGeneration), ("fields", ObjectResource.Fields));
        using var media = new ReadOnlyMemoryContent(content);
        media.Headers.ContentType = new MediaTypeHeaderValue(VideoContentType.Unknown);
        using var resource = JsonOf(target, crc32c);
        using var both = new MultipartContent("related") { resource, media };
        using var request = new HttpRequestMessage(HttpMethod.Post, _addresses.Uploads + query) { Content = both };
        return (await ReadAsync(request, ResourceJson.Default.ObjectResource, cancellationToken).ConfigureAwait(false)).ToObject();
    }

    public async Task<Uri> StartUploadAsync(NewObject target, CancellationToken cancellationToken)
    {
        var query = Addresses.Query(("uploadType", "resumable"), ("fields", ObjectResource.Fields));
        using var request = new HttpRequestMessage(HttpMethod.Post, _addresses.Uploads + query) { Content = JsonOf(target) };
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Headers.Location ?? throw new JsonException("The service began an upload without saying where it goes on.");
    }

    public Task<UploadProgress> SendAsync(
        Uri session, ReadOnlyMemory<byte> content, long offset, string? crc32cOfAll, CancellationToken cancellationToken)
    {
        var end = offset + content.Length;
        var total = crc32cOfAll is null ? "*" : end.ToString(CultureInfo.InvariantCulture);
        var range = content.IsEmpty ? $"bytes */{total}" : string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{end - 1}/{total}");
        return PutAsync(session, content, range, crc32cOfAll, cancellationToken);
    }

    public Task<UploadProgress> AskAsync(Uri session, CancellationToken cancellationToken) =>
        PutAsync(session, ReadOnlyMemory<byte>.Empty, "bytes */*", crc32cOfAll: null, cancellationToken);

    public async Task CancelUploadAsync(Uri session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, session);
        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // "Client closed request" is how success is spelt here.
        if ((int)response.StatusCode != 499 && !response.IsSuccessStatusCode)
            throw await Refusal.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RewriteProgress> RewriteAsync(
        string source, long sourceGeneration, NewObject target, long? ifGeneration, string? rewriteToken, CancellationToken cancellationToken)
    {
        var query = Addresses.Query(
            ("sourceGeneration", sourceGeneration),
            ("ifGenerationMatch", ifGeneration),
            ("rewriteToken", rewriteToken),
            ("fields", $"done,rewriteToken,resource({ObjectResource.Fields})"));
        using var request = new HttpRequestMessage(HttpMethod.Post, _addresses.Rewrite(source, target.Name) + query) { Content = JsonOf(target) };
        var rewrite = await ReadAsync(request, ResourceJson.Default.RewriteResource, cancellationToken).ConfigureAwait(false);
        return rewrite is { Done: true, Resource: { } resource }
            ? new RewriteProgress(Token: null, resource.ToObject())
            : new RewriteProgress(rewrite.RewriteToken ?? throw new JsonException("The service broke a copy off without saying how to go on."), Completed: null);
    }

    public Task DeleteAsync(string name, long? ifGeneration, CancellationToken cancellationToken) =>
        DeleteAsync(_addresses.Object(name) + Addresses.Query(("ifGenerationMatch", ifGeneration)), cancellationToken);

    public Task DeleteGenerationAsync(string name, long generation, CancellationToken cancellationToken) =>
        DeleteAsync(_addresses.Object(name) + Addresses.Query(("generation", generation)), cancellationToken);

    public void Dispose() => connection.Dispose();

    private async Task DeleteAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, address);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadProgress> PutAsync(
        Uri session, ReadOnlyMemory<byte> content, string range, string? crc32cOfAll, CancellationToken cancellationToken)
    {
        using var body = new ReadOnlyMemoryContent(content);
        body.Headers.TryAddWithoutValidation("Content-Range", range);
        using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = body };
        if (crc32cOfAll is not null)
            request.Headers.TryAddWithoutValidation("X-Goog-Hash", $"crc32c={crc32cOfAll}");

        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.PermanentRedirect)
            return new UploadProgress(Kept(response), Completed: null);

        if (!response.IsSuccessStatusCode)
            throw await Refusal.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);

        var completed = (await ReadJsonAsync(response, ResourceJson.Default.ObjectResource, cancellationToken).ConfigureAwait(false)).ToObject();
        return new UploadProgress(completed.Length, completed);
    }

    // "Range: bytes=0-42" of an answer says which bytes the service has; without it there are none.
    private static long Kept(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Range", out var values)
        && RangeHeaderValue.TryParse(values.FirstOrDefault(), out var kept)
        && kept.Ranges.FirstOrDefault()?.To is { } last
            ? last + 1
            : 0;

    private static JsonContent JsonOf(NewObject target, string? crc32c = null)
    {
        var resource = new ObjectResource
        {
            Name = target.Name,
            ContentType = target.ContentType,
            Crc32c = crc32c,
            Metadata = new(target.Metadata, StringComparer.Ordinal),
        };
        return JsonContent.Create(resource, ResourceJson.Default.ObjectResource);
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> ReadJsonAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
        ?? throw new JsonException("The service answered nothing.");

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw await Refusal.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);
    }
}
