namespace FlixTube.Storage.Azure.Tests.Writing;

/// <summary>Bytes that change on their way must never become a video.</summary>
internal sealed class DamageTests
{
    [TestCase(1000)]
    [TestCase((2 * AzureStoreOptions.MinPartSizeBytes) + 10)]
    public async Task Bytes_that_were_damaged_on_their_way_are_not_stored(int length)
    {
        await using var container = await TestContainer.CreateAsync();
        container.Options.PartSizeBytes = AzureStoreOptions.MinPartSizeBytes;
        await using var store = new AzureVideoStore(
            container.Options, TimeProvider.System, credential: null, new DamagingHandler(container.Options.Network.CreateHandler()));
        var path = VideoPath.Parse("video");

        await Failures.OfAsync(() => store.WriteAsync(path, new MemoryStream(new byte[length])));

        Assert.That(await store.FindPropertiesAsync(path), Is.Null);
    }

    private sealed class DamagingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request is { Content: { } content } && !request.RequestUri!.Query.Contains("blocklist", StringComparison.Ordinal))
            {
                var bytes = await content.ReadAsByteArrayAsync(cancellationToken);
                bytes[bytes.Length / 2] ^= 1;
                request.Content = new ByteArrayContent(bytes);
                foreach (var (name, values) in content.Headers.NonValidated)
                    request.Content.Headers.TryAddWithoutValidation(name, values);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
