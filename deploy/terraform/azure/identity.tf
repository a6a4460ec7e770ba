# Who the gateway is: the service account video-storage of the namespace flixtube, and nobody else.
resource "azurerm_user_assigned_identity" "video_storage" {
  name                = "video-storage"
  resource_group_name = azurerm_resource_group.flixtube.name
  location            = azurerm_resource_group.flixtube.location
}

resource "azurerm_federated_identity_credential" "video_storage" {
  name                = "video-storage"
  resource_group_name = azurerm_resource_group.flixtube.name
  parent_id           = azurerm_user_assigned_identity.video_storage.id
  issuer              = azurerm_kubernetes_cluster.flixtube.oidc_issuer_url
  audience            = ["api://AzureADTokenExchange"]
  subject             = "system:serviceaccount:flixtube:video-storage"
}

# Reads, writes and deletes blobs in this one container; it cannot see keys, settings or other containers.
resource "azurerm_role_assignment" "video_storage" {
  scope                = azurerm_storage_container.videos.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.video_storage.principal_id
}
