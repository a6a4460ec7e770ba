using FlixTube.Storage.Http.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Http.Tests.Protocol;

internal sealed class MetadataHeaderTests
{
    private static readonly Gen<VideoMetadata> Metadata =
        from values in Gen.Elements("", " ", "a=b&c", "%41", "Ünï 🎬", "\u2028", "x").ListOf()
        select new VideoMetadata(values.Take(20).Select((value, i) => KeyValuePair.Create($"k{i}", value)));

    [Test]
    public void What_is_formatted_is_read_back() =>
        Prop.ForAll(Metadata.ToArbitrary(), metadata => MetadataHeader.Parse(MetadataHeader.Format(metadata)).Equals(metadata)).QuickCheckThrowOnFailure();

    [Test]
    public void A_header_is_ASCII_without_spaces() =>
        Prop.ForAll(Metadata.ToArbitrary(), metadata => MetadataHeader.Format(metadata).All(c => c is > ' ' and <= '~')).QuickCheckThrowOnFailure();

    [Test]
    public void As_many_entries_as_are_allowed_fit_one_header()
    {
        var keys = from a in "abcdefghijklmnopqrstuvwxyz" from b in "abcdefghijklmnopqrstuvwxyz" select $"{a}{b}";
        var metadata = new VideoMetadata(keys.Select(key => KeyValuePair.Create(key, "")));
        Assert.That(MetadataHeader.Format(metadata), Has.Length.LessThan(8000));
        Assert.That(MetadataHeader.Parse(MetadataHeader.Format(metadata)), Is.EqualTo(metadata));
    }

    [TestCase(null)]
    [TestCase("")]
    public void No_header_is_no_metadata(string? header) => Assert.That(MetadataHeader.Parse(header), Is.Empty);
}
