using FlixTube.Storage.Files;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Tests.Files;

/// <summary>The names of files: for file systems other than this machine's there is no other door to test them through.</summary>
public sealed class NameTests
{
    private static readonly Arbitrary<VideoPath> Paths =
        Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => $"{text}/😀{text}\ufffe"),
            Gen.Elements("%2e", "+/", "=", "a+/b", "%", "%zz", "\ufffd", "A", "é", "e\u0301", "\u202e").NonEmptyListOf().Select(string.Concat))
        .Where(text => VideoPath.TryParse(text, out _))
        .Select(VideoPath.Parse)
        .ToArbitrary();

    [Test]
    public void The_name_of_an_object_is_that_of_one_video() => Prop.ForAll(Paths, path =>
    {
        Assert.That(EscapedName.TryDecode(EscapedName.Encode(path), out var decoded));
        Assert.That(decoded, Is.EqualTo(path));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void The_name_of_an_object_is_one_that_every_file_system_holds() => Prop.ForAll(Paths, path =>
    {
        var segments = EscapedName.Encode(path).Split('/');

        Assert.That(segments.Select(segment => segment.Length), Has.All.InRange(2, 121));
        Assert.That(segments[..^1], Has.All.EndsWith("+"));
        Assert.That(segments[^1], Does.EndWith("="));
        Assert.That(string.Concat(segments), Does.Match("^[a-z0-9_%+=-]+$"));
    }).QuickCheckThrowOnFailure();

    [TestCase("a.mp4", true, true)]
    [TestCase("Holiday 2024.MP4", true, true)]
    [TestCase("é.mp4", true, false)]
    [TestCase("con", false, false)]
    [TestCase("x/NUL.mp4", false, false)]
    [TestCase("x/nul .mp4", false, false)]
    [TestCase("com1/a", false, false)]
    [TestCase("LPT9.tar.gz", false, false)]
    [TestCase("com²", false, false)]
    [TestCase("conout$", false, false)]
    [TestCase("console", true, true)]
    [TestCase("com", true, true)]
    [TestCase("coma", true, true)]
    [TestCase("a:b", false, false)]
    [TestCase("a?", false, false)]
    [TestCase("a.", false, false)]
    [TestCase("a /b", false, false)]
    [TestCase("...", false, false)]
    [TestCase(".FLIXTUBE/a", false, false)]
    public void A_file_system_that_folds_names_holds_fewer(string path, bool read, bool written)
    {
        Assert.That(NaturalNames.CanBeRead(VideoPath.Parse(path), folded: true), Is.EqualTo(read));
        Assert.That(NaturalNames.CanBeWritten(VideoPath.Parse(path), folded: true), Is.EqualTo(written));
    }
}
