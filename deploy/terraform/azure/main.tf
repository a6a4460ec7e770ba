resource "azurerm_resource_group" "flixtube" {
  name     = var.name
  location = var.location
}

# The videos. Nobody comes in with a key: who may do what is said by roles alone.
resource "azurerm_storage_account" "videos" {
  name                            = "${var.name}videos"
  resource_group_name             = azurerm_resource_group.flixtube.name
  location                        = azurerm_resource_group.flixtube.location
  account_tier                    = "Standard"
  account_replication_type        = var.replication
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false

  blob_properties {
    delete_retention_policy {
      days = 7
    }
  }
}

resource "azurerm_storage_container" "videos" {
  name                  = "videos"
  storage_account_id    = azurerm_storage_account.videos.id
  container_access_type = "private"
}

# Nodes pull without a password; there is no administrator.
resource "azurerm_container_registry" "images" {
  name                = var.name
  resource_group_name = azurerm_resource_group.flixtube.name
  location            = azurerm_resource_group.flixtube.location
  sku                 = "Basic"
  admin_enabled       = false
}

resource "azurerm_kubernetes_cluster" "flixtube" {
  name                      = var.name
  resource_group_name       = azurerm_resource_group.flixtube.name
  location                  = azurerm_resource_group.flixtube.location
  dns_prefix                = var.name
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  local_account_disabled    = true

  default_node_pool {
    name       = "default"
    vm_size    = var.node_size
    node_count = var.node_count
  }

  identity {
    type = "SystemAssigned"
  }

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled = true
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_policy      = "cilium"
    network_data_plane  = "cilium"
  }
}

resource "azurerm_role_assignment" "pull" {
  scope                = azurerm_container_registry.images.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_kubernetes_cluster.flixtube.kubelet_identity[0].object_id
}
