output "bucket" {
  description = "VideoStorage:Gcp:Bucket"
  value       = google_storage_bucket.videos.name
}

output "project" {
  description = "VideoStorage:Gcp:ProjectId"
  value       = var.project
}

output "registry" {
  description = "Where images are pushed to: gcloud auth configure-docker, then docker push."
  value       = google_artifact_registry_repository.images.registry_uri
}

output "service_account" {
  description = "The annotation iam.gke.io/gcp-service-account of the service account."
  value       = google_service_account.video_storage.email
}

output "cluster" {
  description = "gcloud container clusters get-credentials."
  value       = google_container_cluster.flixtube.name
}
