using FlixTube.Deploy.Tests.Checking;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests;

/// <summary>Everything in <c>deploy/</c> fits its format, itself, and the services' own options.</summary>
internal sealed class DeployTests
{
    private readonly DeployFolder _deploy = new();
    private readonly SyntaxChecker _syntax = new();

    [OneTimeTearDown]
    public void Close()
    {
        _syntax.Dispose();
        _deploy.Dispose();
    }

    [Test]
    public void Containers() => Assert.That(ContainerCheck.Problems(_deploy), Is.Empty);

    [Test]
    public void Compose() => Assert.That(ComposeCheck.Problems(_deploy, _syntax), Is.Empty);

    [TestCaseSource(typeof(KubernetesCheck), nameof(KubernetesCheck.Clouds))]
    public async Task Kubernetes(string overlay) => Assert.That(await KubernetesCheck.ProblemsAsync(_deploy, _syntax, overlay), Is.Empty);

    [TestCaseSource(typeof(TerraformCheck), nameof(TerraformCheck.Clouds))]
    public void Terraform(string cloud) => Assert.That(TerraformCheck.Problems(_deploy, _syntax, cloud), Is.Empty);

    [Test]
    public async Task The_database_of_compose_begins_with_the_record_of_the_sample()
    {
        const string Database = "global.ObjectId = id => id; global.db = { getSiblingDB: name => ({ videos: { updateOne: (...a) => console.log(JSON.stringify([name, ...a])) } }) };";
        var node = Tool.Require("node", "https://nodejs.org, version 20 or newer");
        var written = await Command.OutputOfAsync(node, ["-e", Database + _deploy.Read("compose/development/videos.js")]);

        Assert.That(written, Is.EqualTo("""["video-streaming",{"_id":"5d9e690ad76fe06a3d7ae416"},{"$set":{"videoPath":"SampleVideo_1280x720_1mb.mp4"}},{"upsert":true}]"""));
    }

    [Test]
    public async Task The_secrets_of_compose_are_made_and_not_made_again()
    {
        var sh = Tool.Require("sh", "apt-get install dash");
        var script = _deploy.FullPath("compose/secrets/make.sh");
        await Command.OutputOfAsync(sh, [script]);
        var made = Secrets();
        await Command.OutputOfAsync(sh, [script]);

        Assert.That(Secrets(), Is.EqualTo(made));
        Assert.That(made["jwt-key"], Has.Length.GreaterThanOrEqualTo(32));
        Assert.That(made["db-connection-string"], Does.Contain(made["db-password"]));
        Assert.That(made["rabbit-uri"], Does.Contain(made["rabbit-password"]));

        Dictionary<string, string> Secrets() =>
            _deploy.Files("compose/secrets").Where(static file => Path.GetExtension(file) != ".sh").ToDictionary(static file => Path.GetFileName(file), _deploy.Read);
    }
}
