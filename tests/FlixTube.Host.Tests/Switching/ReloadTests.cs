using System.Net;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Switching;

/// <summary>The real host as a process, whose configuration changes under it in the ways that configuration changes in.</summary>
internal sealed class ReloadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task An_edited_appsettings_file_is_followed_and_a_half_written_one_is_not()
    {
        var file = _folder.PathOf("appsettings.json");
        await File.WriteAllTextAsync(file, Json("file"));
        await using var host = await HostProcess.StartAsync(_folder, CloudServers.Settings());
        Assert.That(await host.Client.ProviderAsync(), Is.EqualTo("file"));

        await File.WriteAllTextAsync(file, Json("azure"));
        await host.Client.UntilServedByAsync("azure");

        var half = Json("gcp");
        await File.WriteAllTextAsync(file, half[..(half.Length / 2)]);
        await host.Process.LineAsync(line => line.Contains("those from before hold", StringComparison.Ordinal) && line.Contains(file, StringComparison.Ordinal), Limit);
        Assert.That(await host.Client.ProviderAsync(), Is.EqualTo("azure"));
        Assert.That((await host.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await File.WriteAllTextAsync(file, half);
        await host.Client.UntilServedByAsync("gcp");

        // As an editor saves it: a new file takes the place of the old one.
        await File.WriteAllTextAsync(file + "~", Json("s3"));
        File.Move(file + "~", file, overwrite: true);
        await host.Client.UntilServedByAsync("s3");

        var status = await host.Client.StorageAsync();
        Assert.That(status.GetProperty("generation").GetInt32(), Is.EqualTo(4));
        Assert.That(status.GetProperty("lastAttempt").GetProperty("trigger").GetString(), Is.EqualTo("configuration"));
    }

    [Test]
    public async Task A_file_that_goes_away_changes_nothing()
    {
        var file = _folder.PathOf("appsettings.json");
        await File.WriteAllTextAsync(file, Json("azure"));
        await using var host = await HostProcess.StartAsync(_folder, CloudServers.Settings());

        File.Delete(file);
        await host.Process.LineAsync(line => line.Contains("There is no such file or folder any more", StringComparison.Ordinal), Limit);

        Assert.That(await host.Client.ProviderAsync(), Is.EqualTo("azure"));
        await File.WriteAllTextAsync(file, Json("gcp"));
        await host.Client.UntilServedByAsync("gcp");
    }

    [TestCase(true, TestName = "A_mounted_ConfigMap_with_a_JSON_file_is_followed_when_Kubernetes_swaps_its_links")]
    [TestCase(false, TestName = "A_mounted_ConfigMap_with_a_key_per_file_is_followed_when_Kubernetes_swaps_its_links")]
    public async Task A_mounted_ConfigMap_is_followed(bool isJson)
    {
        var mount = Directory.CreateDirectory(_folder.PathOf("config")).FullName;
        await PublishAsync(mount, "1", isJson, "file");
        var settings = CloudServers.Settings();
        settings["FLIXTUBE_CONFIG"] = isJson ? Path.Combine(mount, "storage.json") : mount;
        await using var host = await HostProcess.StartAsync(_folder, settings);
        Assert.That(await host.Client.ProviderAsync(), Is.EqualTo("file"));

        await PublishAsync(mount, "2", isJson, "azure");
        await host.Client.UntilServedByAsync("azure");

        await PublishAsync(mount, "3", isJson, "floppy");
        await host.Process.LineAsync(line => line.Contains("Storage was not switched to floppy", StringComparison.Ordinal), Limit);
        Assert.That(await host.Client.ProviderAsync(), Is.EqualTo("azure"));

        await PublishAsync(mount, "4", isJson, "gcp");
        await host.Client.UntilServedByAsync("gcp");
        Assert.That(Directory.Exists(Path.Combine(mount, "..4")), Is.True);
    }

    [Test]
    public async Task A_switch_by_hand_is_forgotten_at_a_restart_and_configuration_holds()
    {
        var file = _folder.PathOf("appsettings.json");
        await File.WriteAllTextAsync(file, Json("azure"));
        await using (var host = await HostProcess.StartAsync(_folder, CloudServers.Settings()))
        {
            await host.Client.SwitchToAsync("gcp");
            var status = await host.Client.StorageAsync();
            Assert.That((status.GetProperty("provider").GetString(), status.GetProperty("configuredProvider").GetString()), Is.EqualTo(("gcp", "azure")));
        }

        await using (var again = await HostProcess.StartAsync(_folder, CloudServers.Settings()))
        {
            var status = await again.Client.StorageAsync();
            Assert.That((status.GetProperty("provider").GetString(), status.GetProperty("configuredProvider").GetString()), Is.EqualTo(("azure", "azure")));

            await again.Client.SwitchToAsync("gcp");
            await File.WriteAllTextAsync(file, Json("s3"));
            await again.Client.UntilServedByAsync("s3");
        }
    }

    [Test]
    public async Task A_host_whose_store_is_away_starts_is_not_ready_and_is_when_configuration_is_mended()
    {
        var file = _folder.PathOf("appsettings.json");
        await File.WriteAllTextAsync(file, Json("azure"));
        var settings = CloudServers.Settings();
        settings["VideoStorage:Azure:Container"] = "missing-4711";
        await using var host = await HostProcess.StartAsync(_folder, settings);
        Assert.That((await host.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        await File.WriteAllTextAsync(file, Json("gcp"));
        await host.Client.UntilServedByAsync("gcp");

        Assert.That((await host.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_named_file_that_is_not_there_keeps_the_host_from_starting()
    {
        await using var host = HostProcess.Launch(_folder, "http://127.0.0.1:0", new Dictionary<string, string> { ["FLIXTUBE_CONFIG"] = _folder.PathOf("nowhere.json") });

        Assert.That(await host.ExitAsync(Limit), Is.EqualTo(1));
        Assert.That(host.Transcript, Does.Contain("nowhere.json").And.Contains("There is no such file or folder").And.Not.Contain("   at "));
    }

    private static string Json(string provider) => $$"""{ "VideoStorage": { "Provider": "{{provider}}" } }""";

    // As the kubelet does it: the files are links into ..data, which is a link that is exchanged in one step.
    private static async Task PublishAsync(string mount, string version, bool isJson, string provider)
    {
        var name = isJson ? "storage.json" : "VideoStorage__Provider";
        Directory.CreateDirectory(Path.Combine(mount, $"..{version}"));
        File.WriteAllText(Path.Combine(mount, $"..{version}", name), isJson ? Json(provider) : provider + "\n");
        File.CreateSymbolicLink(Path.Combine(mount, "..data_tmp"), $"..{version}");
        await Command.OutputOfAsync("mv", ["-T", "..data_tmp", "..data"], mount);
        if (!File.Exists(Path.Combine(mount, name)))
            File.CreateSymbolicLink(Path.Combine(mount, name), Path.Combine("..data", name));
    }
}
