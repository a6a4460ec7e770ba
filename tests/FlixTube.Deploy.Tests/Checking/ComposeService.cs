using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>One service of a compose file.</summary>
internal sealed partial class ComposeService(string name, JsonNode service, JsonNode file, bool isDevelopment)
{
    private const string Folder = "compose";

    // What names something in another file, or in an image.
    private static readonly Dictionary<string, string> Said = new(StringComparer.Ordinal)
    {
        ["DBHOST"] = "mongodb://db:27017",
        ["RABBIT"] = "amqp://guest:guest@rabbit:5672",
        ["CONTAINER"] = $"http://azurite:10000/{AzuriteServer.AccountName}/videos",
        ["MONGO_INITDB_ROOT_USERNAME"] = "flixtube",
        ["MONGO_INITDB_ROOT_PASSWORD_FILE"] = "/run/secrets/db-password",
        ["VideoStorage__Azure__ConnectionString"] = AzuriteServer.ConnectionStringFor(new Uri($"http://azurite:10000/{AzuriteServer.AccountName}")),
    };

    private string? Image => service.TextAt("image");

    private ForeignImage? Foreign => Image is { } image && Images.Pinned(image) is { } pinned ? Images.Foreign.GetValueOrDefault(pinned) : null;

    /// <summary>The project that runs in it, when it is one of ours.</summary>
    private string? Project => isDevelopment
        ? service.At("command").List().Select(static word => word.ToString()).FirstOrDefault(static word => word.StartsWith("src/", StringComparison.Ordinal))?["src/".Length..]
        : Image switch
        {
            "${REGISTRY:-flixtube}/video-storage:${VERSION:-latest}" => "FlixTube.Host",
            "${REGISTRY:-flixtube}/history:${VERSION:-latest}" => "FlixTube.History",
            _ => null,
        };

    private bool IsOurs => Project is not null;

    public IEnumerable<string> Problems(DeployFolder deploy) =>
        [.. Running(deploy), .. Variables(), .. Mounts(deploy), .. Secrets(), .. Others(), .. Health(), .. Ports(), .. Limits()];

    private IEnumerable<string> Running(DeployFolder deploy)
    {
        if (!IsOurs && Foreign is null)
            yield return $"it runs neither one of our projects nor a known image of one version: {Image}";

        if (service.TextAt("restart") != (isDevelopment ? "no" : "unless-stopped"))
            yield return "it restarts otherwise";

        if (IsOurs && Project is not ("FlixTube.Host" or "FlixTube.History"))
            yield return $"there is no project {Project}";

        if (service.At("build") is not { } build)
            yield break;

        var context = Path.Combine(Folder, build.TextAt("context")!);
        if (!deploy.Has(context, build.TextAt("dockerfile")!))
            yield return $"there is no {build.TextAt("dockerfile")} in {build.TextAt("context")}";

        if (build.TextAt("target") is { } target && !deploy.Read("container/Dockerfile").Contains($" AS {target}\n", StringComparison.Ordinal))
            yield return $"the Dockerfile has no target {target}";

        if (!isDevelopment && (Project == "FlixTube.Host") != (build.TextAt("target") == "host"))
            yield return "it is built from another target";
    }

    private IEnumerable<string> Variables()
    {
        foreach (var (variable, value) in service.At("environment").Map())
        {
            if (IsOurs)
            {
                foreach (var problem in SettingKeys.Problems(variable, value?.ToString() ?? ""))
                    yield return problem;
            }
            else if (Foreign?.Variables.Contains(variable) == false)
            {
                yield return $"{variable} is no variable of this image";
            }
        }

        foreach (var (variable, value) in service.At("environment").Map())
        {
            if (Said.TryGetValue(variable, out var said) && value?.ToString() != said)
                yield return $"{variable} is not {said}";
        }

        var command = string.Join(' ', service.At("command").Texts());
        foreach (Match variable in OwnVariable.Matches(command))
        {
            if (service.At("environment", variable.Groups["name"].Value) is null)
                yield return $"{variable.Value} is not set";
        }

        if (Foreign?.Variables.FirstOrDefault() is "CONTAINER" && service.At("environment").Names().Any(variable => !command.Contains($"$${variable}", StringComparison.Ordinal)))
            yield return "a variable is not used";

        foreach (var path in Settings().Where(path => path is not "/run/secrets" && !MountTargets().Contains(path)))
            yield return $"FLIXTUBE_CONFIG names {path}, where nothing is mounted";
    }

    private string[] Settings() => service.TextAt("environment", "FLIXTUBE_CONFIG")?.Split(':') ?? [];

    private IEnumerable<string> MountTargets() => service.At("volumes").List().Select(static volume => volume.ToString().Split(':')[1]);

    private IEnumerable<string> Mounts(DeployFolder deploy)
    {
        string[] known = !IsOurs ? Foreign?.Mounts ?? [] : isDevelopment ? ["/source", "/root/.nuget/packages", "/config"] : ["/config", "/videos", "/catalog", "/cache", "/outbox"];
        foreach (var volume in service.At("volumes").List().Select(static volume => volume.ToString()))
        {
            var parts = volume.Split(':');
            if (parts[0].StartsWith('.') ? !deploy.Has(Folder, parts[0]) : file.At("volumes").Names().Contains(parts[0]) == false)
                yield return $"there is no {parts[0]}";

            if (!known.Any(folder => parts[1] == folder || parts[1].StartsWith(folder + "/", StringComparison.Ordinal)))
                yield return $"nothing reads {parts[1]}";

            if (parts is [_, _, not "ro"])
                yield return $"{volume} is mounted how?";
        }

        foreach (var folder in service.At("tmpfs").List().Select(static folder => folder.ToString()).Where(static folder => folder is not ("/tmp" or "/catalog:uid=1654,gid=1654")))
            yield return $"nothing writes {folder}";
    }

    private IEnumerable<string> Secrets()
    {
        foreach (var secret in service.At("secrets").List())
        {
            var source = secret is JsonValue ? secret.ToString() : secret.TextAt("source")!;
            if (file.At("secrets", source) is null)
                yield return $"there is no secret {source}";

            var target = secret.TextAt("target") ?? source;
            if (IsOurs && target != "gcp-key-file")
            {
                foreach (var problem in SettingKeys.Problems(target, ""))
                    yield return problem;
            }
            else if (!IsOurs && target is not ("db-password" or "/etc/rabbitmq/conf.d/20-flixtube.conf"))
            {
                yield return $"nothing reads {target}";
            }
        }

        if (IsOurs && service.At("secrets") is not null && !Settings().Contains("/run/secrets"))
            yield return "FLIXTUBE_CONFIG does not name /run/secrets";

        foreach (var path in service.At("environment").Texts().Where(static value => value.StartsWith("/run/secrets/", StringComparison.Ordinal)))
        {
            if (!service.At("secrets").List().Any(secret => path == $"/run/secrets/{secret}"))
                yield return $"there is no {path}";
        }
    }

    private IEnumerable<string> Others()
    {
        foreach (var network in service.At("networks").List().Where(network => file.At("networks").Names().Contains(network.ToString()) == false))
            yield return $"there is no network {network}";

        if (service.At("networks").List().Count() != 1)
            yield return "it is not in the one network";

        foreach (var (other, how) in service.At("depends_on").Map())
        {
            var condition = how.TextAt("condition");
            if (file.At("services", other) is not { } before)
                yield return $"there is no service {other}";
            else if (condition is not ("service_healthy" or "service_completed_successfully") || (condition is "service_healthy") != (before.At("healthcheck") is not null))
                yield return $"{other} cannot be waited for by {condition}";
        }

        foreach (var text in service.At("environment").Texts().SelectMany(static value => Address.Matches(value)))
        {
            if (file.At("services", text.Groups["host"].Value) is not { } other)
                yield return $"there is no service {text.Groups["host"].Value}";
            else if (!new ComposeService(text.Groups["host"].Value, other, file, isDevelopment).Listens(text.Groups["port"].Value))
                yield return $"{text.Groups["host"].Value} does not listen on {text.Groups["port"].Value}";
        }

        if (service.TextAt("environment", "VIDEO_STORAGE_HOST") is { } host && (host != "video-storage" || service.TextAt("environment", "VIDEO_STORAGE_PORT") != file.TextAt("services", host, "environment", "PORT")))
            yield return "VIDEO_STORAGE_HOST and VIDEO_STORAGE_PORT are not where video-storage listens";

        if (name is "video-streaming" && service.TextAt("environment", "VIDEO_STORAGE_HOST") is null)
            yield return "VIDEO_STORAGE_HOST is not set";

        if (name is "video-streaming" or "history" && service.TextAt("environment", "DBNAME") != name)
            yield return "its database is another's";
    }

    private bool Listens(string port) =>
        IsOurs ? service.TextAt("environment", "PORT") == port : Foreign?.Ports.Contains(int.Parse(port, CultureInfo.InvariantCulture)) == true;

    private IEnumerable<string> Health()
    {
        var test = service.At("healthcheck", "test").List().Select(static word => word.ToString()).ToArray();
        string[] expected = !IsOurs ? Foreign?.Health ?? []
            : ["CMD", "dotnet", isDevelopment ? $"/artifacts/bin/{Project}/debug/{Project}.dll" : $"{Project}.dll", "health"];
        if (!test.SequenceEqual(expected))
            yield return $"its health is asked by '{string.Join(' ', test)}'";

        foreach (var time in new[] { "interval", "timeout", "start_period" })
        {
            if (service.TextAt("healthcheck", time) is { } text && Seconds(text) is null or < 1 or > 300)
                yield return $"{time} is '{text}'";
        }
    }

    private IEnumerable<string> Ports()
    {
        foreach (var port in service.At("ports").List().Select(static port => port.ToString().Split(':')))
        {
            if (port.Length != 2 || !Listens(port[1]))
                yield return $"it does not listen on {port[^1]}";
        }

        if (IsOurs && service.TextAt("environment", "PORT") != "80")
            yield return "PORT is not 80";
    }

    private IEnumerable<string> Limits()
    {
        if (isDevelopment || !IsOurs)
            yield break;

        var drain = TimeSpan.TryParse(service.TextAt("environment", "Limits__DrainTime") ?? "00:00:30", CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.MaxValue;
        if (Seconds(service.TextAt("stop_grace_period") ?? "10s") is not { } grace || grace < drain.TotalSeconds + 5)
            yield return "stop_grace_period is not some seconds more than Limits__DrainTime";

        if (service.TextAt("read_only") != "true" || service.TextAt("cap_drop") is not { } dropped || !dropped.Contains("\"ALL\"", StringComparison.Ordinal)
            || !service.At("security_opt").Texts().SequenceEqual(["no-new-privileges:true"]) || service.TextAt("sysctls", "net.ipv4.ip_unprivileged_port_start") != "0")
            yield return "it may do more than it needs";
    }

    private static double? Seconds(string text) =>
        text.EndsWith('s') && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    [GeneratedRegex(@"\b(mongodb|amqp|http)://([^@/;]*@)?(?<host>[a-z-]+):(?<port>[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"\$\$(?<name>[A-Z]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OwnVariable { get; }
}
