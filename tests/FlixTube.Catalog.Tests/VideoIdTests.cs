using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests;

internal sealed class VideoIdTests
{
    [Test]
    public void A_path_always_has_the_same_id() =>
        Assert.That(VideoId.ForPath(Given.Path("holiday/beach.mp4")).ToString(), Is.EqualTo("db8996044d803ad0987851af"));

    [Test]
    public void Paths_that_differ_have_ids_that_differ() =>
        Assert.That(VideoId.ForPath(Given.Path("a")), Is.Not.EqualTo(VideoId.ForPath(Given.Path("A"))));

    [Test]
    public void The_default_path_has_no_id() =>
        Assert.That(() => VideoId.ForPath(default), Throws.TypeOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.InvalidPath));

    [TestCase("5d9e690ad76fe06a3d7ae416")]
    [TestCase("5D9E690AD76FE06A3D7AE416")]
    public void Digits_of_either_case_are_the_same_id(string text)
    {
        Assert.That(VideoId.TryParse(text, out var id), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(id.ToString(), Is.EqualTo("5d9e690ad76fe06a3d7ae416"));
            Assert.That(id, Is.EqualTo(Given.Id("5d9e690ad76fe06a3d7ae416")));
            Assert.That(id.GetHashCode(), Is.EqualTo(Given.Id("5d9e690ad76fe06a3d7ae416").GetHashCode()));
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("5d9e690ad76fe06a3d7ae41")]
    [TestCase("5d9e690ad76fe06a3d7ae4166")]
    [TestCase("5d9e690ad76fe06a3d7ae41g")]
    [TestCase("5d9e690ad76fe06a3d7ae41 ")]
    [TestCase("../../../../../etc/passw")]
    public void Anything_else_is_no_id(string? text)
    {
        Assert.That(VideoId.TryParse(text, out var id), Is.False);
        Assert.That(id, Is.EqualTo(default(VideoId)));
    }
}
