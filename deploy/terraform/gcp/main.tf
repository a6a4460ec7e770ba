# The videos. Who may do what is said by roles alone, and nobody can make an object public.
resource "google_storage_bucket" "videos" {
  name                        = var.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  soft_delete_policy {
    retention_duration_seconds = 604800
  }
}

resource "google_artifact_registry_repository" "images" {
  repository_id = "flixtube"
  location      = var.region
  format        = "DOCKER"
}

# Nodes have an identity of their own, which may write logs and metrics and pull these images.
resource "google_service_account" "nodes" {
  account_id   = "flixtube-nodes"
  display_name = "FlixTube nodes"
}

resource "google_project_iam_member" "nodes" {
  project = var.project
  role    = "roles/container.defaultNodeServiceAccount"
  member  = google_service_account.nodes.member
}

resource "google_artifact_registry_repository_iam_member" "pull" {
  location   = google_artifact_registry_repository.images.location
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.nodes.member
}

# Autopilot brings workload identity, network policies and nodes as they are needed.
resource "google_container_cluster" "flixtube" {
  name                = "flixtube"
  location            = var.region
  enable_autopilot    = true
  deletion_protection = true

  cluster_autoscaling {
    auto_provisioning_defaults {
      service_account = google_service_account.nodes.email
      oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
    }
  }
}
