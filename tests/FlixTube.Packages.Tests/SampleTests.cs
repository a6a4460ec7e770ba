using System.Globalization;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using FlixTube.Packages.Tests.Packing;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Packages.Tests;

/// <summary>What a stranger does: restores the packages from the folder that <c>dotnet pack</c> filled, builds, runs.</summary>
internal sealed class SampleTests
{
    private TemporaryFolder _folder = null!;
    private Clone _clone = null!;

    [OneTimeSetUp]
    public async Task BuildSamplesAsync()
    {
        _folder = new TemporaryFolder();
        _clone = await PackedClones.FirstAsync();
        await Task.WhenAll(BuildAsync("Consumer"), BuildAsync("OwnProvider"));
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Consumer_keeps_videos_in_a_folder() =>
        await ConsumesAsync("file", $"--VideoStorage:File:Root={_folder.PathOf("videos")}");

    [Test]
    public async Task Same_consumer_keeps_videos_in_Azure_when_it_is_configured_so()
    {
        await using var server = await AzuriteServer.StartAsync();
        await new BlobServiceClient(server.ConnectionString).CreateBlobContainerAsync("films");

        await ConsumesAsync("azure", $"--VideoStorage:Azure:ConnectionString={server.ConnectionString}", "--VideoStorage:Azure:Container=films");

        Assert.That(server.Log, Does.Contain("/films/consumer/SampleVideo_1280x720_1mb.mp4"), "the video went to the server");
    }

    [Test]
    public async Task Provider_of_somebody_else_is_proved_by_the_kit_in_a_package()
    {
        var output = await Dotnet.RunAsync(
            _clone.Folder, ["test", Built("OwnProvider"), "--filter", "Name~Range_serves|Name~Name_at_the_root|Name~Configuration_chooses", "--logger", "console;verbosity=minimal"]);

        Assert.That(output, Does.Match(@"Passed!  - Failed:     0, Passed: +[1-9]\d+, Skipped:     0,"));
    }

    [Test]
    public void Samples_ask_for_the_version_that_there_is() => Assert.That(
        File.ReadAllText(Repository.PathOf("samples", "Directory.Packages.props")), Does.Contain($">{PackableProjects.Version}</FlixTubeVersion>"));

    [Test]
    public void Samples_reference_packages_only()
    {
        var projects = Directory.EnumerateFiles(Repository.PathOf("samples"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split('/').Contains("obj"))
            .ToList();

        Assert.That(projects, Has.Count.EqualTo(5));
        Assert.That(projects.Select(File.ReadAllText), Has.None.Contains("ProjectReference").And.None.Contains("Import"));
    }

    // The packages go into a folder of their own, those of others are taken where they are: no cache can stand in for what was packed.
    private Task BuildAsync(string sample) => Dotnet.RunAsync(
        Path.Combine(_clone.Folder, "samples", sample),
        [
            "build", "--nologo", "--verbosity", "quiet", "--source", _clone.Packages, $"-p:FlixTubeVersion={PackedClones.Version}",
            "-p:HashingFromSdk=true", $"-p:RestoreFallbackFolders={Dotnet.PackagesOfThisMachine}", "-p:UseAppHost=false",
        ],
        ("NUGET_PACKAGES", _folder.PathOf("packages", sample)));

    private async Task ConsumesAsync(string provider, params string[] settings)
    {
        var video = await File.ReadAllBytesAsync(Repository.SampleVideo);
        var path = "consumer/" + Path.GetFileName(Repository.SampleVideo);

        var output = await Dotnet.RunAsync(
            _folder.FullPath, [Built("Consumer"), $"--Video={Repository.SampleVideo}", $"--VideoStorage:Provider={provider}", .. settings]);

        Assert.That(output.Split('\n'), Is.EqualTo(new[]
        {
            $"provider {provider}",
            string.Create(CultureInfo.InvariantCulture, $"written {path} {video.Length} video/mp4 {Convert.ToHexStringLower(SHA256.HashData(video))}"),
            $"read 5000 {Convert.ToHexStringLower(SHA256.HashData(video.AsSpan(1000, 5000)))}",
            string.Create(CultureInfo.InvariantCulture, $"listed {path} {video.Length}"),
            "deleted",
        }));
    }

    private string Built(string sample) => Path.Combine(_clone.Folder, "samples", sample, "bin", "Debug", "net10.0", sample + ".dll");
}
