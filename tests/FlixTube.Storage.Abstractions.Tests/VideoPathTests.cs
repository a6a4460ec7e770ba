using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Abstractions.Tests;

public sealed class VideoPathTests
{
    // Pieces that the rules are about, between ordinary text: most combinations are paths, many are not.
    private static readonly Gen<string> Pieces = Gen.OneOf(
        Gen.Elements("a", "B", "9", "é", "e\u0301", "😀", "\ue000", "\uffff", "\ufffd", "\u00a0", " ", "%2F", "#", "?", "~", ":", "-"),
        Gen.Elements("/", "/", "/", ".", ".."),
        Gen.Elements("\\", "\0", "\n", "\u007f", "\u0085", "\ud83d", "\ude00"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));

    private static readonly Arbitrary<string> Texts = Pieces.ListOf().Select(string.Concat).ToArbitrary();

    private static readonly Arbitrary<VideoPath> Paths = Gen.Elements("a", "b", "0", "!", "/", "é", "\ue000", "\uffff", "😀", "\U0001F601", "\U0010FFFF")
        .NonEmptyListOf()
        .Select(string.Concat)
        .Where(text => VideoPath.TryParse(text, out _))
        .Select(VideoPath.Parse)
        .ToArbitrary();

    [Test]
    public void A_text_is_a_path_when_it_keeps_every_rule() => Prop.ForAll(Texts, text =>
    {
        var keepsTheRules = KeepsTheRules(text);

        Assert.That(VideoPath.TryParse(text, out var path), Is.EqualTo(keepsTheRules));
        if (keepsTheRules)
        {
            Assert.That(VideoPath.Parse(text), Is.EqualTo(path));
            Assert.That(path.Value, Is.EqualTo(text));
            Assert.That(path.ToString(), Is.EqualTo(text));
        }
        else
        {
            Assert.That(path, Is.EqualTo(default(VideoPath)));
            Assert.That(() => VideoPath.Parse(text), ThrowsInvalidPath());
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void The_order_of_paths_is_that_of_their_utf8_bytes() => Prop.ForAll(Paths, Paths, (left, right) =>
    {
        var expected = Math.Sign(Encoding.UTF8.GetBytes(left.Value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Value)));

        Assert.That(Math.Sign(left.CompareTo(right)), Is.EqualTo(expected));
        Assert.That(left < right, Is.EqualTo(expected < 0));
        Assert.That(left <= right, Is.EqualTo(expected <= 0));
        Assert.That(left > right, Is.EqualTo(expected > 0));
        Assert.That(left >= right, Is.EqualTo(expected >= 0));
        Assert.That(left == right, Is.EqualTo(expected == 0));
        Assert.That(left != right, Is.EqualTo(expected != 0));
        Assert.That(left.Equals((object)right), Is.EqualTo(expected == 0));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void Equal_paths_have_equal_hash_codes() => Prop.ForAll(Paths, path =>
        VideoPath.Parse(new string(path.Value)).GetHashCode() == path.GetHashCode()).QuickCheckThrowOnFailure();

    private static IEnumerable<TestCaseData> Limits()
    {
        yield return Case("1,024 letters", new string('a', 1024), true);
        yield return Case("1,025 letters", new string('a', 1025), false);
        yield return Case("512 letters of two bytes", new string('é', 512), true);
        yield return Case("513 letters of two bytes", new string('é', 513), false);
        yield return Case("256 emoji", string.Concat(Enumerable.Repeat("😀", 256)), true);
        yield return Case("256 emoji and a letter", string.Concat(Enumerable.Repeat("😀", 256)) + "a", false);
        yield return Case("a million letters", new string('a', 1_000_000), false);
        yield return Case("1,024 halves of surrogates", new string('\ud83d', 1024), false);
        yield return Case("512 segments", string.Join('/', Enumerable.Repeat("a", 512)), true);

        static TestCaseData Case(string name, string text, bool valid) => new TestCaseData(text, valid).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Limits))]
    public void The_limit_is_in_bytes_of_utf8(string text, bool valid) => Assert.That(VideoPath.TryParse(text, out _), Is.EqualTo(valid));

    [TestCase("", "empty")]
    [TestCase("/a", "empty segment")]
    [TestCase("a/", "empty segment")]
    [TestCase("a//b", "empty segment")]
    [TestCase("/", "empty segment")]
    [TestCase(".", "'.' or '..'")]
    [TestCase("a/../b", "'.' or '..'")]
    [TestCase("a/.", "'.' or '..'")]
    [TestCase("a\\b", "backslash")]
    [TestCase("a\tb", "U+0009")]
    [TestCase("a\u007fb", "U+007F")]
    [TestCase("a\u009fb", "U+009F")]
    public void The_message_says_which_rule_is_broken(string text, string rule) =>
        Assert.That(() => VideoPath.Parse(text), Throws.TypeOf<VideoStoreException>().With.Message.Contains(rule));

    // Not in attributes, which cannot hold halves of surrogate pairs.
    private static IEnumerable<string> HalvesOfPairs() => ["a\ud83d", "\ude00a", "\ude00\ud83d", "\ufffd\ud83da"];

    [TestCaseSource(nameof(HalvesOfPairs))]
    public void Half_of_a_surrogate_pair_is_no_text(string text) =>
        Assert.That(() => VideoPath.Parse(text), Throws.TypeOf<VideoStoreException>().With.Message.Contains("surrogate"));

    [Test]
    public void No_text_is_no_path()
    {
        Assert.That(VideoPath.TryParse(null, out _), Is.False);
        Assert.That(() => VideoPath.Parse(null!), Throws.ArgumentNullException);
    }

    [TestCase("a.mp4", "a.mp4")]
    [TestCase("x/y z/a.mp4", "a.mp4")]
    [TestCase("x.y/a", "a")]
    public void The_name_of_the_file_is_the_last_segment(string path, string name) =>
        Assert.That(VideoPath.Parse(path).FileName, Is.EqualTo(name));

    [Test]
    public void What_is_no_path_cannot_be_used_but_can_be_compared_and_shown()
    {
        var none = default(VideoPath);

        Assert.That(() => none.Value, ThrowsInvalidPath());
        Assert.That(() => none.FileName, ThrowsInvalidPath());
        Assert.That(none.ToString(), Is.Empty);
        Assert.That(none, Is.EqualTo(new VideoPath()));
        Assert.That(none.GetHashCode(), Is.EqualTo(new VideoPath().GetHashCode()));
        Assert.That(none, Is.LessThan(VideoPath.Parse("!")));
        Assert.That(none.CompareTo(default), Is.Zero);
        Assert.That(VideoPath.Parse("!"), Is.GreaterThan(none));
    }

    private static NUnit.Framework.Constraints.Constraint ThrowsInvalidPath() =>
        Throws.TypeOf<VideoStoreException>().With.Property(nameof(VideoStoreException.Error)).EqualTo(VideoStoreError.InvalidPath);

    // The rules as their documentation states them, without regard to speed.
    private static bool KeepsTheRules(string text)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            if (strict.GetByteCount(text) is < 1 or > 1024)
                return false;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }

        return text.Split('/').All(segment => segment is not ("" or "." or ".."))
            && !text.Contains('\\')
            && !text.Any(c => c is <= '\u001f' or (>= '\u007f' and <= '\u009f'));
    }
}
