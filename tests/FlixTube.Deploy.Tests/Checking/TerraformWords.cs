using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>
/// The arguments of the providers' resources, in the versions that deploy/terraform pins and as far as it uses them, and the only
/// rights that it may give. The providers themselves, which know the rest, cannot be run without an account.
/// </summary>
internal static class TerraformWords
{
    private static readonly Dictionary<string, string[]> Arguments = new(StringComparer.Ordinal)
    {
        ["aws_ecr_repository"] = ["for_each", "image_scanning_configuration", "image_tag_mutability", "name", "scan_on_push"],
        ["aws_eks_addon"] = ["addon_name", "cluster_name", "configuration_values"],
        ["aws_eks_cluster"] = ["access_config", "authentication_mode", "depends_on", "endpoint_private_access", "name", "public_access_cidrs", "role_arn", "subnet_ids", "vpc_config"],
        ["aws_eks_node_group"] = ["cluster_name", "depends_on", "desired_size", "instance_types", "max_size", "min_size", "node_group_name", "node_role_arn", "scaling_config", "subnet_ids"],
        ["aws_eks_pod_identity_association"] = ["cluster_name", "namespace", "role_arn", "service_account"],
        ["aws_iam_policy_document"] = ["actions", "identifiers", "principals", "resources", "statement", "type"],
        ["aws_iam_role"] = ["assume_role_policy", "name"],
        ["aws_iam_role_policy"] = ["name", "policy", "role"],
        ["aws_iam_role_policy_attachment"] = ["for_each", "policy_arn", "role"],
        ["aws_s3_bucket"] = ["bucket"],
        ["aws_s3_bucket_lifecycle_configuration"] = ["abort_incomplete_multipart_upload", "bucket", "days_after_initiation", "filter", "id", "rule", "status"],
        ["aws_s3_bucket_ownership_controls"] = ["bucket", "object_ownership", "rule"],
        ["aws_s3_bucket_public_access_block"] = ["block_public_acls", "block_public_policy", "bucket", "ignore_public_acls", "restrict_public_buckets"],
        ["azurerm_container_registry"] = ["admin_enabled", "location", "name", "resource_group_name", "sku"],
        ["azurerm_federated_identity_credential"] = ["audience", "issuer", "name", "parent_id", "resource_group_name", "subject"],
        ["azurerm_kubernetes_cluster"] =
        [
            "azure_active_directory_role_based_access_control", "azure_rbac_enabled", "default_node_pool", "dns_prefix", "identity", "local_account_disabled", "location",
            "name", "network_data_plane", "network_plugin", "network_plugin_mode", "network_policy", "network_profile", "node_count", "oidc_issuer_enabled",
            "resource_group_name", "type", "vm_size", "workload_identity_enabled",
        ],
        ["azurerm_resource_group"] = ["location", "name"],
        ["azurerm_role_assignment"] = ["principal_id", "role_definition_name", "scope"],
        ["azurerm_storage_account"] =
        [
            "account_replication_type", "account_tier", "allow_nested_items_to_be_public", "blob_properties", "days", "delete_retention_policy",
            "https_traffic_only_enabled", "location", "min_tls_version", "name", "resource_group_name", "shared_access_key_enabled",
        ],
        ["azurerm_storage_container"] = ["container_access_type", "name", "storage_account_id"],
        ["azurerm_user_assigned_identity"] = ["location", "name", "resource_group_name"],
        ["google_artifact_registry_repository"] = ["format", "location", "repository_id"],
        ["google_artifact_registry_repository_iam_member"] = ["location", "member", "repository", "role"],
        ["google_container_cluster"] = ["auto_provisioning_defaults", "cluster_autoscaling", "deletion_protection", "enable_autopilot", "location", "name", "oauth_scopes", "service_account"],
        ["google_project_iam_member"] = ["member", "project", "role"],
        ["google_service_account"] = ["account_id", "display_name"],
        ["google_service_account_iam_member"] = ["depends_on", "member", "role", "service_account_id"],
        ["google_storage_bucket"] = ["location", "name", "public_access_prevention", "retention_duration_seconds", "soft_delete_policy", "uniform_bucket_level_access"],
        ["google_storage_bucket_iam_member"] = ["bucket", "member", "role"],
    };

    /// <summary>What may be read of them.</summary>
    public static readonly string[] Attributes =
    [
        "arn", "bucket", "client_id", "email", "id", "json", "kubelet_identity", "location", "login_server", "member", "name", "oidc_issuer_url",
        "primary_blob_endpoint", "principal_id", "registry_uri",
    ];

    // What may be said, where only a few words mean something, and where a word gives a right.
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["actions"] =
        [
            "sts:AssumeRole", "sts:TagSession", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetObject", "s3:PutObject", "s3:DeleteObject",
            "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
        ],
        ["identifiers"] = ["eks.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com"],
        ["policy_arn"] = ["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy", "arn:aws:iam::aws:policy/${each.key}"],
        ["role_definition_name"] = ["Storage Blob Data Contributor", "AcrPull"],
        ["role"] =
        [
            "roles/storage.objectUser", "roles/iam.workloadIdentityUser", "roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader",
            "${aws_iam_role.cluster.name}", "${aws_iam_role.nodes.name}", "${aws_iam_role.video_storage.id}",
        ],
        ["for_each"] = ["${toset([\"video-storage\", \"history\"])}", "${toset([\"AmazonEKSWorkerNodePolicy\", \"AmazonEKS_CNI_Policy\", \"AmazonEC2ContainerRegistryPullOnly\"])}"],
        ["subject"] = ["system:serviceaccount:flixtube:video-storage"],
        ["audience"] = ["api://AzureADTokenExchange"],
        ["namespace"] = ["flixtube"],
        ["service_account"] = ["video-storage", "${google_service_account.nodes.email}"],
        ["member"] =
        [
            "serviceAccount:${var.project}.svc.id.goog[flixtube/video-storage]", "${google_service_account.nodes.member}", "${google_service_account.video_storage.member}",
        ],
        ["addon_name"] = ["vpc-cni", "eks-pod-identity-agent"],
        ["configuration_values"] = ["${jsonencode({ enableNetworkPolicy = \"true\" })}"],
        ["authentication_mode"] = ["API"],
        ["object_ownership"] = ["BucketOwnerEnforced"],
        ["status"] = ["Enabled"],
        ["image_tag_mutability"] = ["IMMUTABLE"],
        ["sku"] = ["Basic"],
        ["type"] = ["Service", "SystemAssigned"],
        ["network_plugin"] = ["azure"],
        ["network_plugin_mode"] = ["overlay"],
        ["network_policy"] = ["cilium"],
        ["network_data_plane"] = ["cilium"],
        ["account_tier"] = ["Standard"],
        ["min_tls_version"] = ["TLS1_2"],
        ["container_access_type"] = ["private"],
        ["public_access_prevention"] = ["enforced"],
        ["format"] = ["DOCKER"],
        ["oauth_scopes"] = ["https://www.googleapis.com/auth/cloud-platform"],
        ["location"] = ["${var.location}", "${var.region}", "${azurerm_resource_group.flixtube.location}", "${google_artifact_registry_repository.images.location}"],
    };

    // Whether a door is open is nobody's to say but here.
    private static readonly Dictionary<string, bool> Switches = new(StringComparer.Ordinal)
    {
        ["https_traffic_only_enabled"] = true, ["shared_access_key_enabled"] = false, ["allow_nested_items_to_be_public"] = false, ["admin_enabled"] = false,
        ["oidc_issuer_enabled"] = true, ["workload_identity_enabled"] = true, ["local_account_disabled"] = true, ["azure_rbac_enabled"] = true,
        ["uniform_bucket_level_access"] = true, ["enable_autopilot"] = true, ["deletion_protection"] = true, ["block_public_acls"] = true,
        ["block_public_policy"] = true, ["ignore_public_acls"] = true, ["restrict_public_buckets"] = true, ["endpoint_private_access"] = true, ["scan_on_push"] = true,
    };

    public static IEnumerable<string> Problems(string type, JsonNode body) =>
        Arguments.TryGetValue(type, out var arguments) ? Problems(body, arguments) : [$"{type} is no resource"];

    private static IEnumerable<string> Problems(JsonNode? node, string[] arguments)
    {
        if (node is JsonArray list)
            return list.SelectMany(item => Problems(item, arguments));

        return node.Map().SelectMany(entry => !arguments.Contains(entry.Key)
            ? [$"{entry.Key} is no argument"]
            : Values.TryGetValue(entry.Key, out var values) ? entry.Value.Texts().Where(text => !values.Contains(text)).Select(text => $"{entry.Key} cannot be {text}")
            : Switches.TryGetValue(entry.Key, out var isOn) ? isOn.ToString().Equals(entry.Value?.ToString(), StringComparison.OrdinalIgnoreCase) ? [] : [$"{entry.Key} is {entry.Value}"]
            : Problems(entry.Value, arguments));
    }
}
