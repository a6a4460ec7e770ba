using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Abstractions.Tests;

public sealed class VideoMetadataTests
{
    [TestCase("a")]
    [TestCase("title")]
    [TestCase("a1-b2-")]
    [TestCase("content-sha257")]
    public void Good_keys_are_kept(string key) => Assert.That(Make((key, "x"))[key], Is.EqualTo("x"));

    [TestCase("")]
    [TestCase("A")]
    [TestCase("1a")]
    [TestCase("-a")]
    [TestCase("a_b")]
    [TestCase("a b")]
    [TestCase("é")]
    [TestCase("content-sha256")]
    public void Bad_keys_are_refused_by_name(string key) =>
        Assert.That(() => Make((key, "x")), Throws.ArgumentException.With.Message.Contains($"'{key}'"));

    [Test]
    public void A_key_has_at_most_64_characters()
    {
        Assert.That(Make((new string('a', 64), "x")), Has.Count.EqualTo(1));
        Assert.That(() => Make((new string('a', 65), "x")), Throws.ArgumentException);
    }

    [TestCase("")]
    [TestCase("ein Film – ☂ 😀")]
    [TestCase("e\u0301")]
    [TestCase("\ufffd")]
    [TestCase(" x ")]
    [TestCase("a=b;c%41\\\"")]
    public void Any_text_is_a_value(string value) => Assert.That(Make(("key", value))["key"], Is.EqualTo(value));

    // Not in attributes, which cannot hold halves of surrogate pairs.
    private static IEnumerable<string> NoText() => ["a\nb", "\0", "\u0085", "\ud83d", "\ufffd\ud83d", "a\ude00"];

    [TestCaseSource(nameof(NoText))]
    public void What_is_no_text_is_refused(string value) =>
        Assert.That(() => Make(("key", value)), Throws.ArgumentException.With.Message.Contains("'key'"));

    [Test]
    public void No_value_is_refused() => Assert.That(() => Make(("key", null!)), Throws.ArgumentException);

    [Test]
    public void The_whole_has_at_most_1536_bytes_as_headers_take_them()
    {
        Assert.That(Make(("a", new string('x', 1535))), Has.Count.EqualTo(1));
        Assert.That(() => Make(("a", new string('x', 1536))), Throws.ArgumentException);
        Assert.That(() => Make(("a", new string('x', 1000)), ("b", new string('x', 535))), Throws.ArgumentException);
        Assert.That(Make(("abc", new string(' ', 511))), Has.Count.EqualTo(1));
        Assert.That(() => Make(("abc", new string(' ', 512))), Throws.ArgumentException);
    }

    [Test]
    public void The_order_of_entries_does_not_matter() => Prop.ForAll(
        Gen.Choose(0, 1000).ListOf().ToArbitrary(),
        numbers =>
        {
            var entries = numbers.Distinct().Take(20).Select(number => KeyValuePair.Create($"key-{number}", $"{number}")).ToArray();

            var metadata = new VideoMetadata(entries);
            var reversed = new VideoMetadata(entries.Reverse());

            Assert.That(metadata.Equals(reversed));
            Assert.That(metadata.GetHashCode(), Is.EqualTo(reversed.GetHashCode()));
            Assert.That(metadata, Is.EquivalentTo(entries));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Other_entries_make_other_metadata()
    {
        var metadata = Make(("a", "1"), ("b", "2"));

        Assert.That(metadata.Equals(Make(("a", "1"))), Is.False);
        Assert.That(metadata.Equals(Make(("a", "1"), ("b", "3"))), Is.False);
        Assert.That(metadata.Equals(Make(("a", "1"), ("c", "2"))), Is.False);
        Assert.That(metadata, Is.Not.EqualTo(null));
    }

    [Test]
    public void Entries_are_copied()
    {
        var entries = new Dictionary<string, string> { ["a"] = "1" };
        var metadata = new VideoMetadata(entries);

        entries["a"] = "2";

        Assert.That(metadata["a"], Is.EqualTo("1"));
        Assert.That(metadata.TryGetValue("b", out _), Is.False);
        Assert.That(VideoMetadata.Empty, Is.Empty);
    }

    private static VideoMetadata Make(params (string Key, string Value)[] entries) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
}
