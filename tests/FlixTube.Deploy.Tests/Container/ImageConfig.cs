using System.Text.Json;
using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>How an image is run.</summary>
internal sealed record ImageConfig(IReadOnlyList<string> Variables, IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Health, string User, string Folder)
{
    /// <summary>As a build has it, from what buildah tells of an image.</summary>
    public static ImageConfig Of(string inspected)
    {
        var config = JsonNode.Parse(inspected).At("Docker", "config");
        return new(
            [.. config.At("Env").Texts()],
            [.. config.At("Entrypoint").Texts()],
            [.. config.At("Healthcheck", "Test").Texts().Skip(1)],
            config.TextAt("User")!,
            config.TextAt("WorkingDir")!);
    }

    /// <summary>As the Dockerfile says, without a build: of the stages <c>service</c> and <c>host</c>.</summary>
    public static ImageConfig OfDockerfile()
    {
        var lines = DockerfileLine.Of(File.ReadAllText(Repository.PathOf("deploy", "container", "Dockerfile")));
        var stages = lines.Index().Where(static line => line.Item.Instruction == "FROM").ToList();
        var parts = stages.Where(static stage => stage.Item.Rest.EndsWith(" AS service", StringComparison.Ordinal) || stage.Item.Rest.EndsWith(" AS host", StringComparison.Ordinal))
            .SelectMany(stage => lines.Skip(stage.Index + 1).TakeWhile(static line => line.Instruction != "FROM")).ToList();

        return new(
            [.. Rest("ENV").Split(' ', StringSplitOptions.RemoveEmptyEntries), "PATH=/usr/bin"],
            JsonSerializer.Deserialize<string[]>(Rest("ENTRYPOINT"))!,
            JsonSerializer.Deserialize<string[]>(Rest("HEALTHCHECK").Split("CMD ")[1])!,
            Rest("USER"),
            Rest("WORKDIR"));

        string Rest(string instruction) => parts.Single(line => line.Instruction == instruction).Rest;
    }
}
