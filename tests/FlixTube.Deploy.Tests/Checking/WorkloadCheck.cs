using System.Globalization;
using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>One Deployment: its pods' settings, folders, probes, end and rights.</summary>
internal sealed class WorkloadCheck(JsonNode deployment, IReadOnlyList<JsonNode> objects)
{
    // Made by hand, with kubectl create secret.
    private static readonly string[] Secrets = ["video-storage", "video-streaming", "history"];

    private readonly JsonNode _pod = deployment.At("spec", "template", "spec")!;

    private JsonNode Container => _pod.At("containers").List().First();

    private string Name => deployment.TextAt("metadata", "name")!;

    private string Image => Container.TextAt("image")!;

    private ForeignImage? Foreign => Images.Pinned(Image) is { } name ? Images.Foreign.GetValueOrDefault(name) : null;

    private bool IsOurs => Secrets.Contains(Name);

    public IEnumerable<string> Problems() => [.. Labels(), .. Rights(), .. Folders(), .. IsOurs ? [.. Variables(), .. Probes(), .. End()] : Others()];

    private IEnumerable<string> Labels()
    {
        var labels = deployment.At("spec", "template", "metadata", "labels");
        if (deployment.TextAt("spec", "selector", "matchLabels", "app.kubernetes.io/name") != Name || labels.TextAt("app.kubernetes.io/name") != Name || labels.TextAt("app.kubernetes.io/part-of") != "flixtube")
            yield return "it is not the deployment of its pods";

        if (labels.Names().Any(static n => n is not ("app.kubernetes.io/name" or "app.kubernetes.io/part-of" or "azure.workload.identity/use")))
            yield return "its pods have an unknown label";

        if (deployment.At("spec", "selector", "matchLabels").Names().Count() != 1)
            yield return "its selector has more than a name";

        if (Container.TextAt("name") != Name)
            yield return "its container is called something else";

        foreach (var spread in _pod.At("topologySpreadConstraints").List())
        {
            if (spread.TextAt("labelSelector", "matchLabels", "app.kubernetes.io/name") != Name || spread.At("labelSelector", "matchLabels").Names().Count() != 1 || spread.TextAt("topologyKey") != "kubernetes.io/hostname")
                yield return "its pods are not spread over the nodes";
        }

        if (IsOurs && _pod.TextAt("serviceAccountName") != Name)
            yield return "it has another's account";

        if (IsOurs && Image.Split('/')[^1].Split(':')[0] != (Name == "history" ? "history" : "video-storage"))
            yield return $"it runs {Image}";
    }

    private IEnumerable<string> Rights()
    {
        var user = IsOurs ? 1654 : Foreign?.User;
        var text = user?.ToString(CultureInfo.InvariantCulture);
        var security = _pod.At("securityContext");
        if (security.TextAt("runAsNonRoot") != "true" || security.TextAt("runAsUser") != text || security.TextAt("runAsGroup") != text || security.TextAt("fsGroup") != text || security.TextAt("seccompProfile", "type") != "RuntimeDefault")
            yield return "its pods may do more than the restricted standard, or are another user than the image's";

        var own = Container.At("securityContext");
        if (own.TextAt("allowPrivilegeEscalation") != "false" || own.TextAt("readOnlyRootFilesystem") != "true" || !own.At("capabilities", "drop").Texts().SequenceEqual(["ALL"]))
            yield return "its container may do more than it needs";

        if (_pod.TextAt("automountServiceAccountToken") != "false")
            yield return "its pods have a token of the cluster";

        foreach (var kind in new[] { "requests", "limits" })
        {
            if (Container.At("resources", kind).Names().Any(static n => n is not ("cpu" or "memory")) || Container.At("resources", kind, "memory") is null)
                yield return $"its {kind} are of something else";
        }

        if (Container.At("resources", "requests", "cpu") is null)
            yield return "it asks for no processor";
    }

    private IEnumerable<string> Folders()
    {
        var volumes = _pod.At("volumes").List().ToList();
        var mounts = Container.At("volumeMounts").List().ToList();
        foreach (var name in mounts.Select(static m => m.TextAt("name")).Except(volumes.Select(static v => v.TextAt("name"))))
            yield return $"there is no volume {name}";

        foreach (var name in volumes.Select(static v => v.TextAt("name")).Except(mounts.Select(static m => m.TextAt("name"))))
            yield return $"nobody mounts {name}";

        string[] known = IsOurs ? ["/config", "/secrets", "/videos", "/catalog", "/cache", "/outbox", "/tmp"] : [.. Foreign?.Mounts ?? [], "/tmp"];
        foreach (var mount in mounts.Where(m => !known.Contains(m.TextAt("mountPath")) || (m.TextAt("mountPath") is "/config" or "/secrets") != (m.TextAt("readOnly") == "true")))
            yield return $"nothing reads or writes {mount.TextAt("mountPath")}";

        foreach (var volume in volumes)
        {
            if (volume.At("configMap") is { } map && !Has("ConfigMap", map.TextAt("name")))
                yield return $"there is no ConfigMap {map.TextAt("name")}";

            if (volume.TextAt("secret", "secretName") is { } secret && (!Secrets.Contains(secret) || secret != Name))
                yield return $"there is no Secret {secret}";

            if (volume.TextAt("secret", "secretName") is { } needed && volume.TextAt("secret", "optional") != "true" && objects.Any(static o => o.TextAt("kind") == "Secret") && !Has("Secret", needed))
                yield return $"there is no Secret {needed}";

            if (volume.TextAt("persistentVolumeClaim", "claimName") is { } claim && !Has("PersistentVolumeClaim", claim))
                yield return $"there is no claim {claim}";

            if (volume is JsonObject { Count: < 2 })
                yield return $"the volume {volume.TextAt("name")} is of nothing";
        }

        foreach (var path in (Variable("FLIXTUBE_CONFIG") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (mounts.All(mount => mount.TextAt("mountPath") != path))
                yield return $"FLIXTUBE_CONFIG names {path}, where nothing is mounted";
        }

        if (IsOurs && mounts.Select(static m => m.TextAt("mountPath")).Any(path => path is "/config" or "/secrets" && Variable("FLIXTUBE_CONFIG")?.Split(':').Contains(path) != true))
            yield return "FLIXTUBE_CONFIG does not name what is mounted";
    }

    private IEnumerable<string> Variables()
    {
        foreach (var variable in Container.At("env").List())
        {
            foreach (var problem in SettingKeys.Problems(variable.TextAt("name")!, variable.TextAt("value") ?? ""))
                yield return problem;
        }

        var port = Container.At("ports").List().FirstOrDefault(static p => p.TextAt("name") == "http").TextAt("containerPort");
        if (port is null || Variable("PORT") != port)
            yield return $"PORT is {Variable("PORT")}, and the container's port {port}";

        var host = Variable("VIDEO_STORAGE_HOST");
        if (Name == "video-streaming" && (host != "video-storage" || Variable("VIDEO_STORAGE_PORT") != "80"))
            yield return "VIDEO_STORAGE_HOST and VIDEO_STORAGE_PORT are not those of the service video-storage";

        if (Variable("DBNAME") is { } database ? database != Name : Name != "video-storage")
            yield return "its database is another's";
    }

    private IEnumerable<string> Probes()
    {
        foreach (var (probe, path) in new[] { ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready") })
        {
            if (Container.TextAt(probe, "httpGet", "path") != path || Container.TextAt(probe, "httpGet", "port") != "http")
                yield return $"its {probe} does not ask {path}";
        }
    }

    private IEnumerable<string> End()
    {
        var drain = TimeSpan.TryParse(Variable("Limits__DrainTime") ?? "00:00:30", CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.MaxValue;
        var pause = Container.At("lifecycle", "preStop", "sleep", "seconds")?.GetValue<long>() ?? 0;
        if (pause < 5 || (_pod.At("terminationGracePeriodSeconds")?.GetValue<long>() ?? 30) < pause + drain.TotalSeconds + 5)
            yield return "terminationGracePeriodSeconds is not some seconds more than the pause and Limits__DrainTime";

        var strategy = deployment.At("spec", "strategy");
        if (strategy.TextAt("type") is not ("RollingUpdate" or "Recreate") || strategy.At("rollingUpdate") is { } update && (update.TextAt("maxUnavailable") != "0" || update.TextAt("maxSurge") != "1"))
            yield return "an update takes pods away before new ones are ready";
    }

    private IEnumerable<string> Others()
    {
        if (Foreign is null)
            yield return $"it runs no known image of one version: {Image}";
        else if (!Container.At("readinessProbe", "exec", "command").Texts().SequenceEqual(Foreign.Health[1..]) || Container.At("ports").List().Any(p => !Foreign.Ports.Contains((int)p.At("containerPort")!.GetValue<long>())))
            yield return "its image is asked for something else";
    }

    private string? Variable(string name) => Container.At("env").List().FirstOrDefault(v => v.TextAt("name") == name).TextAt("value");

    private bool Has(string kind, string? name) => objects.Any(o => o.TextAt("kind") == kind && o.TextAt("metadata", "name") == name);
}
