using Amazon.S3.Model;
using FlixTube.Storage.S3.Tests.Support;

namespace FlixTube.Storage.S3.Tests.Objects;

/// <summary>Objects that other programs have written, and types that headers cannot say.</summary>
[TestFixture]
public sealed class ForeignObjectTests
{
    private ProxiedStore _proxied = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => _proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync());

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_proxied is not null)
            await _proxied.DisposeAsync();
    }

    [Test]
    public async Task Metadata_that_the_contract_cannot_hold_are_passed_over()
    {
        var request = new PutObjectRequest { BucketName = _proxied.Bucket, Key = Videos.Path.Value, ContentBody = "x", ContentType = "video/mp4" };
        request.Metadata["title"] = "a%20day at 100%";
        request.Metadata["0-number"] = "first";
        request.Metadata["control"] = "a%00b";
        request.Metadata["content-sha256"] = "not a hash";
        request.Metadata[new string('k', 65)] = "long key";
        await _proxied.Client.PutObjectAsync(request);

        var properties = await _proxied.Store.GetPropertiesAsync(Videos.Path);

        Assert.That(properties.Metadata, Is.EqualTo(new VideoMetadata([new("title", "a day at 100%")])));
        Assert.That(properties.ContentHash, Is.Null);
    }

    [Test]
    public async Task Metadata_that_are_too_large_for_the_contract_are_no_error()
    {
        var request = new PutObjectRequest { BucketName = _proxied.Bucket, Key = Videos.Path.Value, ContentBody = "x" };
        request.Metadata["title"] = new string('x', VideoMetadata.MaxBytes + 1);
        await _proxied.Client.PutObjectAsync(request);

        Assert.That((await _proxied.Store.GetPropertiesAsync(Videos.Path)).Metadata, Is.Empty);
    }

    [TestCase("binary/octet-stream", "video/mp4", TestName = "Type_that_Amazon_gives_to_what_has_none_is_none")]
    [TestCase("application/octet-stream", "application/octet-stream", TestName = "Type_that_says_nothing_was_said_all_the_same")]
    [TestCase("video/webm", "video/webm", TestName = "Type_that_another_program_gave_is_kept")]
    public async Task Content_type_of_a_foreign_object(string given, string expected)
    {
        await _proxied.Client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = _proxied.Bucket, Key = Videos.Path.Value, ContentBody = "x", ContentType = given,
        });

        Assert.That((await _proxied.Store.GetPropertiesAsync(Videos.Path)).ContentType, Is.EqualTo(expected));
    }

    [Test]
    public async Task Content_type_comes_back_as_it_was_given(
        [Values("text/plain;charset=utf-8", "video/mp4;;", "no media type at all", "binary/octet-stream")] string contentType,
        [Values(10, S3StoreOptions.MinPartSizeBytes + 1)] int length)
    {
        var written = await _proxied.Store.PutAsync(new byte[length], new WriteOptions { ContentType = contentType });

        var stat = await _proxied.Store.GetPropertiesAsync(Videos.Path);
        Assert.That((written.ContentType, stat.ContentType), Is.EqualTo((contentType, contentType)));
        Assert.That(stat.Metadata, Is.Empty);
    }

    [Test]
    public async Task Content_type_that_another_program_has_changed_is_the_new_one()
    {
        await _proxied.Store.PutAsync([1], new WriteOptions { ContentType = "text/plain;charset=utf-8" });
        var source = await _proxied.Client.GetObjectMetadataAsync(_proxied.Bucket, Videos.Path.Value);
        var copy = new CopyObjectRequest
        {
            SourceBucket = _proxied.Bucket, SourceKey = Videos.Path.Value, DestinationBucket = _proxied.Bucket, DestinationKey = Videos.Path.Value,
            MetadataDirective = Amazon.S3.S3MetadataDirective.REPLACE, ContentType = "video/webm",
        };
        foreach (var key in source.Metadata.Keys)
            copy.Metadata[key] = source.Metadata[key];
        await _proxied.Client.CopyObjectAsync(copy);

        Assert.That((await _proxied.Store.GetPropertiesAsync(Videos.Path)).ContentType, Is.EqualTo("video/webm"));
    }
}
