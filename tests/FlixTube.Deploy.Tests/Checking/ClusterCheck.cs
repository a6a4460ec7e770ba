using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>Whether the objects of one overlay fit each other and the services that they run.</summary>
internal sealed class ClusterCheck(IReadOnlyList<JsonNode> objects, string overlay)
{
    private const string Name = "app.kubernetes.io/name";
    private static readonly string[] Services = ["video-storage", "video-streaming", "history"];

    // Where a service may go outside: names, the clouds, where pods get their identity, MongoDB and RabbitMQ.
    private static readonly string[] OutsidePorts = ["53", "443", "80", "988", "27017", "5672", "5671"];

    private IEnumerable<JsonNode> Of(string kind) => objects.Where(o => o.TextAt("kind") == kind);

    private JsonNode? Find(string kind, string? name) => Of(kind).FirstOrDefault(o => o.TextAt("metadata", "name") == name);

    public IEnumerable<string> Problems() =>
        [.. Whole(), .. Of("Service").SelectMany(Service), .. Of("NetworkPolicy").SelectMany(Policy), .. Disruptions(), .. Settings(), .. Identity(), .. Registry(),
            .. Of("Deployment").SelectMany(d => new WorkloadCheck(d, objects).Problems().Select(problem => $"{d.TextAt("metadata", "name")}: {problem}"))];

    private IEnumerable<string> Whole()
    {
        foreach (var name in Services)
        {
            foreach (var kind in new[] { "Deployment", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy" })
            {
                if (Find(kind, name) is null)
                    yield return $"there is no {kind} {name}";
            }
        }

        foreach (var o in objects.Where(static o => o.TextAt("kind") != "Namespace" && o.TextAt("metadata", "namespace") != "flixtube"))
            yield return $"{o.TextAt("metadata", "name")} is in another namespace";

        var space = Find("Namespace", "flixtube").At("metadata", "labels");
        if (space.TextAt("pod-security.kubernetes.io/enforce") != "restricted" || space.TextAt("pod-security.kubernetes.io/warn") != "restricted" || space.Names().Count(static n => n.StartsWith("pod-security", StringComparison.Ordinal)) != 2)
            yield return "the namespace does not hold its pods to the restricted standard";

        foreach (var o in objects.SelectMany(o => o.At("metadata", "labels").Map().Select(label => (Object: o.TextAt("metadata", "name"), label.Key, Value: label.Value?.ToString()))))
        {
            if (o is { Key: Name } && o.Value != o.Object || o.Key is "app.kubernetes.io/part-of" && o.Value != "flixtube" || o.Key is not (Name or "app.kubernetes.io/part-of") && !o.Key.StartsWith("pod-security", StringComparison.Ordinal))
                yield return $"{o.Object} has the label {o.Key}={o.Value}";
        }

        if (!Of("NetworkPolicy").Any(static p => p.At("spec", "podSelector").Names().Any() == false && p.At("spec", "policyTypes").List().Count() == 2))
            yield return "no policy refuses everything else";

        foreach (var claim in Of("PersistentVolumeClaim").Where(static claim => claim.At("spec", "resources", "requests", "storage") is null))
            yield return $"{claim.TextAt("metadata", "name")} asks for no room";

        foreach (var account in Of("ServiceAccount").Where(static a => a.TextAt("automountServiceAccountToken") != "false"))
            yield return $"{account.TextAt("metadata", "name")} gives its pods a token";
    }

    private IEnumerable<string> Service(JsonNode service)
    {
        var name = service.TextAt("metadata", "name");
        if (Pods(service.At("spec", "selector")) is not [var workload] || workload.TextAt("metadata", "name") != name)
            yield return $"the service {name} is not that of its pods";

        foreach (var port in service.At("spec", "ports").List())
        {
            if (Services.Contains(name) && port.TextAt("port") != "80")
                yield return $"{name} does not listen on 80";

            if (port.TextAt("targetPort") is not { } target || Pods(service.At("spec", "selector")).Any(w => PortNumber(w, target) is null))
                yield return $"the service {name} leads to no port";
            else if (!Services.Contains(name) && Pods(service.At("spec", "selector")).Any(w => PortNumber(w, target) != port.TextAt("port")))
                yield return $"{name} listens elsewhere";
        }
    }

    private IEnumerable<string> Policy(JsonNode policy)
    {
        var name = policy.TextAt("metadata", "name");
        var own = policy.At("spec", "podSelector", "matchLabels");
        if (name != "nobody" && (own.TextAt(Name) != name || Pods(own).Count != 1))
            yield return $"the policy {name} is of no pods";

        foreach (var (rule, isIngress) in policy.At("spec", "ingress").List().Select(static r => (r, true)).Concat(policy.At("spec", "egress").List().Select(static r => (r, false))))
        {
            var peers = rule.At(isIngress ? "from" : "to").List().ToList();
            foreach (var peer in peers.Where(peer => !IsKnown(peer)))
                yield return $"the policy {name} knows {peer.ToJsonString()}";

            if (!rule.At("ports").List().Any())
                yield return $"the policy {name} opens every port";

            foreach (var port in rule.At("ports").List().Select(static port => port.TextAt("port") ?? ""))
            {
                var there = isIngress ? Pods(own) : [.. peers.SelectMany(peer => Pods(peer.At("podSelector", "matchLabels")))];
                if (there.Count == 0 ? !OutsidePorts.Contains(port) : there.Any(w => PortNumber(w, port) is null))
                    yield return $"the policy {name} opens {port}, where nobody listens";
            }
        }

        if (Services.Contains(name) && policy.At("spec", "policyTypes").List().Count() != 2)
            yield return $"the policy {name} leaves a way open";

        if (name is "video-storage" or "history" && !policy.At("spec", "ingress").Texts().Contains("video-streaming"))
            yield return $"{name} cannot be reached from video-streaming";
    }

    private bool IsKnown(JsonNode peer) =>
        peer.TextAt("ipBlock", "cidr") is { } block ? block == "169.254.0.0/16"
        : peer.TextAt("podSelector", "matchLabels", "k8s-app") is { } app ? app == "kube-dns" && peer.At("namespaceSelector") is not null
        : peer.TextAt("podSelector", "matchLabels", "app.kubernetes.io/part-of") is { } part ? part == "flixtube"
        : Pods(peer.At("podSelector", "matchLabels")).Count == 1;

    private IEnumerable<string> Disruptions()
    {
        foreach (var budget in Of("PodDisruptionBudget"))
        {
            if (Pods(budget.At("spec", "selector", "matchLabels")) is not [var workload] || workload.TextAt("metadata", "name") != budget.TextAt("metadata", "name") || budget.TextAt("spec", "maxUnavailable") != "1")
                yield return $"the budget {budget.TextAt("metadata", "name")} is not one of its pods";
        }

        foreach (var scaler in Of("HorizontalPodAutoscaler"))
        {
            var target = scaler.At("spec", "scaleTargetRef");
            if (target.TextAt("apiVersion") != "apps/v1" || target.TextAt("kind") != "Deployment" || target.TextAt("name") != scaler.TextAt("metadata", "name") || Find("Deployment", target.TextAt("name")) is null)
                yield return $"{scaler.TextAt("metadata", "name")} scales nothing";

            if (scaler.At("spec", "metrics").List().Any(static m => m.TextAt("resource", "name") is not "cpu" || m.TextAt("type") is not "Resource" || m.TextAt("resource", "target", "type") is not "Utilization" || m.TextAt("resource", "target", "averageUtilization") is null))
                yield return $"{scaler.TextAt("metadata", "name")} scales by nothing";
        }
    }

    private IEnumerable<string> Settings()
    {
        foreach (var (name, content) in Of("ConfigMap").SelectMany(static map => map.At("data").Map()))
        {
            foreach (var problem in SettingKeys.FileProblems(name, content?.ToString() ?? ""))
                yield return problem;
        }

        var provider = Find("ConfigMap", "video-storage").TextAt("data", "VideoStorage__Provider");
        if (provider != (overlay switch { "aws" => "s3", "local" => "file", _ => overlay }))
            yield return $"VideoStorage__Provider is '{provider}'";

        foreach (var (name, content) in Of("Secret").SelectMany(static secret => secret.At("data").Map()))
        {
            var value = Encoding.UTF8.GetString(Convert.FromBase64String(content!.ToString()));
            foreach (var problem in SettingKeys.Problems(name, value))
                yield return problem;

            if (Uri.TryCreate(value, UriKind.Absolute, out var uri) && Find("Service", uri.Host).At("spec", "ports").List().All(port => port.TextAt("port") != uri.Port.ToString(CultureInfo.InvariantCulture)))
                yield return $"{name}: nobody is at {uri.Host}:{uri.Port}";
        }
    }

    private IEnumerable<string> Identity()
    {
        var account = Find("ServiceAccount", "video-storage").At("metadata", "annotations");
        var labels = Find("Deployment", "video-storage").At("spec", "template", "metadata", "labels");
        var isGiven = overlay switch
        {
            "azure" => Guid.TryParse(account.TextAt("azure.workload.identity/client-id"), out _) && labels.TextAt("azure.workload.identity/use") == "true",
            "gcp" => account.TextAt("iam.gke.io/gcp-service-account")?.StartsWith("video-storage@", StringComparison.Ordinal) == true
                && account.TextAt("iam.gke.io/gcp-service-account")!.EndsWith(".iam.gserviceaccount.com", StringComparison.Ordinal),
            _ => account is null,
        };
        if (!isGiven)
            yield return "video-storage has not the identity of its cloud";
    }

    private IEnumerable<string> Registry()
    {
        var suffix = overlay switch { "azure" => ".azurecr.io", "gcp" => "-docker.pkg.dev", "aws" => ".amazonaws.com", _ => "flixtube" };
        foreach (var image in Of("Deployment").Where(d => Services.Contains(d.TextAt("metadata", "name"))).Select(d => d.At("spec", "template", "spec", "containers").List().First().TextAt("image")!))
        {
            if (!image.Split('/')[0].EndsWith(suffix, StringComparison.Ordinal) || image.Split(':') is not [_, "0.1.0"])
                yield return $"{image} is not in the cloud's registry";
        }
    }

    private List<JsonNode> Pods(JsonNode? labels) =>
        labels.Names().Any()
            ? [.. Of("Deployment").Where(d => labels.Map().All(label => d.TextAt("spec", "template", "metadata", "labels", label.Key) == label.Value?.ToString()))]
            : [];

    private static string? PortNumber(JsonNode workload, string port) =>
        workload.At("spec", "template", "spec", "containers").List().SelectMany(static c => c.At("ports").List())
            .FirstOrDefault(p => p.TextAt("name") == port || p.TextAt("containerPort") == port).TextAt("containerPort");
}
