# Who the gateway is: the service account video-storage of the namespace flixtube, and nobody else.
resource "google_service_account" "video_storage" {
  account_id   = "video-storage"
  display_name = "FlixTube video storage"
}

resource "google_service_account_iam_member" "video_storage" {
  service_account_id = google_service_account.video_storage.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.project}.svc.id.goog[flixtube/video-storage]"

  # The pool exists when the first cluster does.
  depends_on = [google_container_cluster.flixtube]
}

# Reads, writes, lists and deletes objects of this one bucket; it cannot change the bucket or who may use it.
resource "google_storage_bucket_iam_member" "video_storage" {
  bucket = google_storage_bucket.videos.name
  role   = "roles/storage.objectUser"
  member = google_service_account.video_storage.member
}
