using System.Text;
using FlixTube.Messaging.Viewed;
using FlixTube.Storage;
using FsCheck.Fluent;

namespace FlixTube.Messaging.Tests.Viewed;

internal sealed class ViewedTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 7, 8, 9, 123, TimeSpan.Zero);

    [Test]
    public void A_message_says_path_id_and_time_and_its_own_id_travels_beside_it()
    {
        var message = new ViewedMessage("m1", VideoPath.Parse("holiday/day 1.mp4"), "5d9e690ad76fe06a3d7ae416", Now);

        Assert.That(
            Encoding.UTF8.GetString(ViewedText.Body(message)),
            Is.EqualTo("""{"videoPath":"holiday/day 1.mp4","videoId":"5d9e690ad76fe06a3d7ae416","at":"2026-05-06T07:08:09.123Z"}"""));
        Assert.That(ViewedText.Receive(ViewedText.Body(message), "m1", Now.AddDays(1)), Is.EqualTo(message));
    }

    [Test]
    public void The_tutorials_message_is_the_path_alone_and_is_of_the_time_it_comes()
    {
        var message = Receive("""{ "videoPath": "a.mp4" }""", id: null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Path.Value, Is.EqualTo("a.mp4"));
            Assert.That(message.VideoId, Is.Null);
            Assert.That(message.At, Is.EqualTo(Now));
            Assert.That(ViewedMessage.IsId(message.Id), Is.True);
        }
    }

    [TestCase("", "")]
    [TestCase("null", "")]
    [TestCase("[]", "")]
    [TestCase("nonsense", "")]
    [TestCase("{}", "videoPath")]
    [TestCase("""{ "videoPath": 5 }""", "videoPath")]
    [TestCase("""{ "videoPath": "../etc/passwd" }""", "videoPath")]
    [TestCase("""{ "videoPath": "a.mp4", "videoId": "" }""", "videoId")]
    [TestCase("""{ "videoPath": "a.mp4", "videoId": "x y" }""", "videoId")]
    [TestCase("""{ "videoPath": "a.mp4", "at": "soon" }""", "at")]
    [TestCase("""{ "videoPath": "a.mp4", "at": "9999-01-01T00:00:00Z" }""", "at")]
    [TestCase("""{ "videoPath": "a.mp4", "at": "1900-01-01T00:00:00Z" }""", "at")]
    public void What_is_wrong_is_named_by_its_field(string json, string field)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => Receive(json, "m1"));
        Assert.That(exception!.Fields.Keys, Is.EqualTo(new[] { field }));
    }

    [TestCase("with space")]
    [TestCase("ünlike")]
    [TestCase("")]
    public void An_id_that_cannot_be_one_is_refused(string id) =>
        Assert.That(Assert.Throws<InvalidMessageException>(() => Receive("""{ "videoPath": "a.mp4" }""", id))!.Fields.Keys, Is.EqualTo(new[] { "id" }));

    [Test]
    public void Every_message_comes_back_from_its_record_and_no_record_has_a_line_feed() => Properties.HoldsFor(
        from path in Gen.Elements("a", "é", "\u2028", "\"", "#", "?", " ", "{", "😀", "\uFFFD").NonEmptyListOf().Select(string.Concat)
        from id in Gen.Choose(0, int.MaxValue)
        from milliseconds in Gen.Choose(0, int.MaxValue)
        select new ViewedMessage($"id-{id}", VideoPath.Parse(path), id % 2 == 0 ? null : $"{id}", DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds * 700L)),
        message =>
        {
            var record = ViewedText.Record(message);
            Assert.That(ViewedText.FromRecord(record), Is.EqualTo(message));
            Assert.That(record, Does.Not.Contain((byte)'\n'));
        });

    private static ViewedMessage Receive(string json, string? id) => ViewedText.Receive(Encoding.UTF8.GetBytes(json), id, Now);
}
