output "blob_service_uri" {
  description = "VideoStorage:Azure:ServiceUri"
  value       = azurerm_storage_account.videos.primary_blob_endpoint
}

output "container" {
  description = "VideoStorage:Azure:Container"
  value       = azurerm_storage_container.videos.name
}

output "registry" {
  description = "Where images are pushed to: az acr login --name, then docker push."
  value       = azurerm_container_registry.images.login_server
}

output "client_id" {
  description = "The annotation azure.workload.identity/client-id of the service account."
  value       = azurerm_user_assigned_identity.video_storage.client_id
}

output "cluster" {
  description = "az aks get-credentials --resource-group and --name."
  value       = azurerm_kubernetes_cluster.flixtube.name
}
