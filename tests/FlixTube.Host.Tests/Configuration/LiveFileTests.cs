using FlixTube.Service.Configuration.Live;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Moq;

namespace FlixTube.Host.Tests.Configuration;

internal sealed class LiveFileTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.4);

    private ManualTime _time = null!;
    private LiveFileProblems _problems = null!;
    private CapturingLogger<LiveFileTests> _log = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _time = new ManualTime();
        _problems = new LiveFileProblems();
        _log = new CapturingLogger<LiveFileTests>();
        _problems.LogTo(Mock.Of<ILoggerFactory>(loggers => loggers.CreateLogger(It.IsAny<string>()) == _log));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    private IConfigurationRoot Open(string path, bool isOptional = false) =>
        new ConfigurationBuilder().Add(new LiveFileSource(path, isOptional, _problems, _time)).Build();

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder.PathOf(name), content);
        return _folder.PathOf(name);
    }

    [Test]
    public void A_change_counts_when_it_has_come_to_rest()
    {
        var configuration = Open(Write("a.json", """{"A":"1"}"""));
        var reloads = 0;
        using var subscription = ChangeToken.OnChange(configuration.GetReloadToken, () => reloads++);

        Write("a.json", """{"A":"2"}""");
        _time.Advance(Look);
        Assert.That((configuration["A"], reloads), Is.EqualTo(("1", 0)), "it may be still being written");

        Write("a.json", """{"A":"3"}""");
        _time.Advance(Look);
        Assert.That(configuration["A"], Is.EqualTo("1"));

        _time.Advance(Look);
        Assert.That((configuration["A"], reloads), Is.EqualTo(("3", 1)));

        _time.Advance(10 * Look);
        Assert.That(reloads, Is.EqualTo(1));
    }

    [TestCase("{\"A\":")]
    [TestCase("")]
    [TestCase("[1]")]
    [TestCase("{\"A\":\"1\",\"a\":\"2\"}")]
    public void What_cannot_be_read_leaves_things_as_they_were_and_is_said_once(string content)
    {
        var configuration = Open(Write("a.json", """{"A":"1"}"""));

        Write("a.json", content);
        _time.Advance(10 * Look);
        Assert.That(configuration["A"], Is.EqualTo("1"));
        Assert.That(_log.Entries, Has.Count.EqualTo(1));

        Write("a.json", """{"A":"2"}""");
        _time.Advance(2 * Look);
        Assert.That(configuration["A"], Is.EqualTo("2"));
    }

    [Test]
    public void In_a_folder_files_are_keys_but_for_JSON_and_for_those_with_a_dot()
    {
        Directory.CreateDirectory(_folder.PathOf("..data"));
        Write("10.json", """{"A":{"B":"1","C":"1"}}""");
        Write("20.json", """{"A":{"C":"2"}}""");
        Write("A__D", "3\n");
        Write(".hidden", "4");

        var configuration = Open(_folder.FullPath);

        Assert.That(configuration.AsEnumerable().Where(s => s.Value is not null).ToDictionary(), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["A:B"] = "1", ["A:C"] = "2", ["A:D"] = "3",
        }));
    }

    [Test]
    public void Only_an_optional_file_may_be_missing_at_first_and_may_come_later()
    {
        Assert.That(() => Open(_folder.PathOf("a.json")), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a.json").And.Message.Contains("no such file"));
        Write("b.json", "{");
        Assert.That(() => Open(_folder.PathOf("b.json")), Throws.TypeOf<InvalidDataException>().With.Message.Contains("b.json"));

        var configuration = Open(_folder.PathOf("a.json"), isOptional: true);
        Write("a.json", """{"A":"1"}""");
        _time.Advance(2 * Look);
        Assert.That(configuration["A"], Is.EqualTo("1"));
    }

    [Test]
    public void What_is_too_large_to_be_settings_is_refused()
    {
        Write("video.mp4", new string('x', 5 << 20));

        Assert.That(() => Open(_folder.FullPath), Throws.TypeOf<InvalidDataException>().With.Message.Contains("cannot be settings"));
    }

    [Test]
    public void An_observer_who_finds_its_settings_wrong_is_quoted_and_harms_nobody()
    {
        var configuration = Open(Write("a.json", """{"A":"1"}"""));
        var told = 0;
        using var bad = ChangeToken.OnChange(configuration.GetReloadToken, static () => throw new InvalidOperationException("A is wrong."));
        using var good = ChangeToken.OnChange(configuration.GetReloadToken, () => told++);

        Write("a.json", """{"A":"2"}""");
        _time.Advance(2 * Look);

        Assert.That((configuration["A"], told), Is.EqualTo(("2", 1)));
        Assert.That(_log.Entries.Single().ToString(), Does.Contain("A is wrong."));
    }
}
