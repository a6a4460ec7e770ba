using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Catalog.MongoDB.Tests.Bson;

internal sealed class BsonTests
{
    private static readonly DateTimeOffset Time = new(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero);

    [Test]
    public void A_document_is_as_the_specification_has_it()
    {
        var document = new BsonWriter().Add("hello"u8, "world").Finish();
        Assert.That(Convert.ToHexString(document.Span), Is.EqualTo("160000000268656C6C6F0006000000776F726C640000"), "the example of bsonspec.org");
    }

    [Test]
    public void What_was_written_is_read()
    {
        var document = new BsonWriter()
            .Add("text"u8, "süß 🌊").Add("int"u8, -5).Add("long"u8, long.MaxValue).Add("double"u8, 1.5).Add("flag"u8, true)
            .Add("id"u8, Given.BookId).Add("time"u8, Time)
            .BeginArray("list"u8).Add("0"u8, "a").End()
            .BeginDocument("inner"u8).Add("x"u8, 1).End()
            .Finish();
        var reader = new BsonReader(document.Span);

        Assert.That(Element(reader, "text"u8).AsString, Is.EqualTo("süß 🌊"));
        Assert.That(Element(reader, "int"u8).AsInteger, Is.EqualTo(-5));
        Assert.That(Element(reader, "long"u8).AsInteger, Is.EqualTo(long.MaxValue));
        Assert.That(Element(reader, "double"u8).AsNumber, Is.EqualTo(1.5));
        Assert.That(Element(reader, "flag"u8).Type, Is.EqualTo(BsonType.Boolean));
        Assert.That(Convert.ToHexStringLower(Element(reader, "id"u8).Value), Is.EqualTo(Given.BookId.ToString()));
        Assert.That(Element(reader, "time"u8).AsUnixMilliseconds, Is.EqualTo(Time.ToUnixTimeMilliseconds()));
        Assert.That(Element(Element(reader, "list"u8).Document, "0"u8).AsString, Is.EqualTo("a"));
        Assert.That(Element(Element(reader, "inner"u8).Document, "x"u8).AsInteger, Is.EqualTo(1));
    }

    [Test]
    public void Damaged_bytes_are_refused_and_never_read_past_their_end()
    {
        var document = new BsonWriter()
            .Add("videoPath"u8, "a.mp4").Add("_id"u8, Given.BookId).Add("registeredAt"u8, Time).Add("duration"u8, 2.5)
            .BeginArray("tags"u8).Add("0"u8, "x").Add("1"u8, "y").End()
            .BeginDocument("title"u8).Add("x"u8, 1).End()
            .Finish().ToArray();
        var damages =
            from at in Gen.Choose(0, document.Length - 1)
            from value in Gen.Choose(0, 255)
            from length in Gen.Frequency((3, Gen.Constant(document.Length)), (1, Gen.Choose(0, document.Length)))
            select (at, (byte)value, length);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(20240506, 7), Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            var (at, value, length) = damage;
            var bytes = document[..length];
            if (at < length)
                bytes[at] = value;

            ReadsOrRefuses(bytes);
        }));
    }

    [Test]
    public void Any_bytes_are_read_or_refused()
    {
        // The length is right, so that what follows is looked at.
        var bytes = Gen.Choose(0, 20).Select(b => (byte)b).ArrayOf().Select(body => (byte[])[(byte)(body.Length + 5), 0, 0, 0, .. body, 0]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20240506, 7), Prop.ForAll(bytes.ToArbitrary(), ReadsOrRefuses));
    }

    private static BsonElement Element(BsonReader reader, ReadOnlySpan<byte> name) =>
        reader.TryFind(name, out var element) ? element : throw new InvalidOperationException("There is no such element.");

    private static void ReadsOrRefuses(byte[] bytes)
    {
        try
        {
            _ = new VideoDocument(new BsonReader(bytes)).Video;
        }
        catch (BsonException)
        {
            // Anything else ends the test.
        }
    }
}
