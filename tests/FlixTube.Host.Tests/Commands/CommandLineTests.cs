using System.Text.Json;
using FlixTube.Host.Commands;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Commands;

internal sealed class CommandLineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, string> None = [];

    private TemporaryFolder _folder;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder.PathOf("videos"));
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("copy", true)]
    [TestCase("cpoy", true)]
    [TestCase("--help", true)]
    [TestCase("-h", true)]
    [TestCase("--version", true)]
    [TestCase("--urls", false)]
    [TestCase("--VideoStorage:Provider=s3", false)]
    [TestCase("/urls", false)]
    [TestCase("urls=http://localhost:1", false)]
    [TestCase("", false)]
    public void A_word_is_a_command_and_everything_else_is_a_setting(string first, bool asks)
    {
        Assert.That(CommandLine.Asks([first, "x"]), Is.EqualTo(asks));
        Assert.That(CommandLine.Asks([]), Is.False);
    }

    [Test]
    public void Settings_are_told_from_the_options_of_a_command()
    {
        var (command, settings) = SettingArguments.Split(
            ["copy", "--from", "s3", "--VideoStorage:S3:Bucket", "x", "--prefix=a:b", "--VideoStorage:S3:Region=r", "--environment", "Test", "--config=f", "--prefix", "c:d"]);

        Assert.That(command, Is.EqualTo(new[] { "copy", "--from", "s3", "--prefix=a:b", "--prefix", "c:d" }));
        Assert.That(settings, Is.EqualTo(new[] { "--VideoStorage:S3:Bucket", "x", "--VideoStorage:S3:Region=r", "--environment", "Test", "--config=f" }));
    }

    [Test]
    public async Task Help_and_version_are_answered_and_nothing_is_served()
    {
        var help = await CommandTest.RunAsync(_folder, None, "--help");
        var version = await CommandTest.RunAsync(_folder, None, "--version");

        Assert.That((help.ExitCode, version.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(help.Output, Does.Contain("copy").And.Contain("verify").And.Contain("list").And.Contain("probe").And.Contain("130"));
        Assert.That(version.Output, Does.Match(@"^\d+\.\d+\.\d+"));
    }

    [TestCase("cpoy", "'cpoy'")]
    [TestCase("copy --from file", "'--to' is required")]
    [TestCase("copy --from file --to FILE", "--from and --to are both 'file'")]
    [TestCase("copy --from file --to floppy", "'floppy' is no known provider: name one of azure, file, gcp, http, s3.")]
    [TestCase("copy --from file --to s3", "VideoStorage:S3:Bucket is missing")]
    [TestCase("copy --from file --to s3 --parallel 65", "--parallel is '65'")]
    [TestCase("copy --from file --to s3 --parallel many", "--parallel is 'many'")]
    [TestCase("copy --form file --to s3", "'--form'")]
    [TestCase("health --url nowhere", "--url is 'nowhere'")]
    [TestCase("health --url http://127.0.0.1:9/health/ready", "http://127.0.0.1:9/health/ready cannot be asked")]
    [TestCase("list --bogus", "'--bogus'")]
    [TestCase("list @arguments", "'@arguments'")]
    [TestCase("verify --provider s3 --VideoStorage:S3:Bucket=b --VideoStorage:S3:Region=r --VideoStorage:S3:AccessKey=4711", "VideoStorage:S3:SecretKey is missing")]
    public async Task Wrong_usage_and_settings_are_named_and_end_with_1(string arguments, string named)
    {
        var command = await CommandTest.RunAsync(_folder, None, arguments.Split(' '));

        Assert.That(command.ExitCode, Is.EqualTo(1), command.Transcript);
        Assert.That(command.Transcript, Does.Contain(named));
        Assert.That(command.Transcript, Does.Not.Contain("   at ").And.Not.Contain("4711"));
        Assert.That(command.Output, Is.Empty, "what is wrong goes to standard error");
    }

    [Test]
    public async Task Videos_are_listed_as_text_and_as_json()
    {
        Directory.CreateDirectory(_folder.PathOf("videos", "b"));
        await File.WriteAllTextAsync(_folder.PathOf("videos", "a ü.mp4"), "12345");
        await File.WriteAllTextAsync(_folder.PathOf("videos", "b", "c.mp4"), "1");
        File.SetLastWriteTimeUtc(_folder.PathOf("videos", "a ü.mp4"), new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        var text = await CommandTest.RunAsync(_folder, None, "list");
        var json = await CommandTest.RunAsync(_folder, None, "list", "--json", "--prefix", "b/", "--provider", "FILE");

        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(text.Output.Split('\n')[0], Is.EqualTo("5\t2030-01-02T03:04:05Z\ta ü.mp4"));
        Assert.That(text.Output.Split('\n'), Has.Length.EqualTo(2));
        using var video = JsonDocument.Parse(json.Output);
        Assert.That(video.RootElement.GetProperty("path").GetString(), Is.EqualTo("b/c.mp4"));
        Assert.That(video.RootElement.GetProperty("length").GetInt64(), Is.EqualTo(1));
        Assert.That(video.RootElement.GetProperty("eTag").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task A_command_reads_the_settings_that_serving_reads()
    {
        using var other = new TemporaryFolder();
        await File.WriteAllTextAsync(other.PathOf("here.mp4"), "1");
        await File.WriteAllTextAsync(_folder.PathOf("appsettings.json"), """{ "VideoStorage": { "Provider": "s3", "S3": { "Bucket": "of-the-file!/" } } }""");

        var ofTheFile = await CommandTest.RunAsync(_folder, None, "list");
        var ofTheLine = await CommandTest.RunAsync(_folder, None, "list", "--VideoStorage:Provider=file", "--VideoStorage:File:Root", other.FullPath);
        var ofTheBook = await CommandTest.RunAsync(
            _folder, new Dictionary<string, string> { ["GCP_BUCKET_NAME"] = "of/the/book" }, "list", "--provider", "gcp");

        await File.WriteAllTextAsync(other.PathOf("settings.json"), """{ "VideoStorage": { "S3": { "Bucket": "of-the-option!/" } } }""");
        var ofTheOption = await CommandTest.RunAsync(_folder, None, "list", "--provider", "s3", "--config", other.PathOf("settings.json"));

        Assert.That(ofTheOption.Transcript, Does.Contain("VideoStorage:S3:Bucket is 'of-the-option!/'"));
        Assert.That(ofTheFile.Transcript, Does.Contain("VideoStorage:S3:Bucket is 'of-the-file!/'"));
        Assert.That(ofTheLine.Output, Does.EndWith("\there.mp4"));
        Assert.That(ofTheBook.Transcript, Does.Contain("VideoStorage:Gcp:Bucket is 'of/the/book'"));
    }

    [Test]
    public async Task A_probe_names_its_steps_and_leaves_nothing()
    {
        var writing = await CommandTest.RunAsync(_folder, None, "probe", "--provider", "file");
        var reading = await CommandTest.RunAsync(_folder, None, "probe", "--provider", "file", "--read-only", "--json");

        Assert.That((writing.ExitCode, reading.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(writing.Output, Does.Match(@"^passed list \(\d").And.Contain("passed create").And.Contain("passed delete"));
        Assert.That(reading.Output, Does.Contain("""{"step":"list","outcome":"passed","seconds":""").And.Not.Contain("create"));
        Assert.That((await CommandTest.RunAsync(_folder, None, "list")).Output, Is.Empty);
    }

    [Test]
    public async Task A_store_that_does_not_answer_ends_a_command_with_2_and_a_sentence()
    {
        var settings = new Dictionary<string, string> { ["VideoStorage:Gcp:EmulatorHost"] = "http://127.0.0.1:1", ["VideoStorage:Gcp:Bucket"] = "videos" };

        var probe = await CommandTest.RunAsync(_folder, settings, "probe", "--provider", "gcp");
        var copy = await CommandTest.RunAsync(_folder, settings, "copy", "--from", "file", "--to", "gcp");
        var list = await CommandTest.RunAsync(_folder, settings, "list", "--provider", "gcp");

        Assert.That(new[] { probe.ExitCode, copy.ExitCode, list.ExitCode }, Is.All.EqualTo(2));
        Assert.That(probe.Output, Does.Match("^failed list .*EmulatorHost"));
        Assert.That(copy.Transcript, Does.Contain("EmulatorHost").And.Contain("broken off: 0 copied"));
        Assert.That(list.Transcript, Does.Contain("EmulatorHost").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_setting_as_the_first_argument_serves_as_ever()
    {
        await using var host = HostProcess.Run(_folder, [$"--VideoStorage:File:Root={_folder.FullPath}", "--urls", "http://127.0.0.1:0"]);

        await host.LineAsync(static line => line.Contains("Now listening on", StringComparison.Ordinal), Limit);
        host.Send(Signal.Terminate);
        Assert.That(await host.ExitAsync(Limit), Is.Zero);
    }
}
