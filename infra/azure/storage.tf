resource "azurerm_storage_account" "distill" {
  name                     = "st${var.name}${random_string.suffix.result}"
  location                 = azurerm_resource_group.distill.location
  resource_group_name      = azurerm_resource_group.distill.name
  account_kind             = "StorageV2"
  account_tier             = "Standard"
  account_replication_type = var.replication
  tags                     = local.tags

  # Identities only: there is no key that could leak.
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true

  blob_properties {
    # Everything that matters is written once and never changed, so versions cost little and undo a mistake.
    versioning_enabled = true

    # The rules below need it.
    last_access_time_enabled = true

    delete_retention_policy {
      days = var.deleted_days
    }

    container_delete_retention_policy {
      days = var.deleted_days
    }
  }
}

resource "azurerm_storage_container" "distill" {
  name                  = "distill"
  storage_account_id    = azurerm_storage_account.distill.id
  container_access_type = "private"
}

resource "azurerm_storage_management_policy" "distill" {
  storage_account_id = azurerm_storage_account.distill.id

  # What belongs to finished jobs is seldom read. Nothing is deleted here: `distill gc` knows what is still referred to, a rule by age does not.
  rule {
    name    = "cool"
    enabled = true

    filters {
      blob_types   = ["blockBlob"]
      prefix_match = ["distill/jobs/", "distill/labels/"]
    }

    actions {
      base_blob {
        tier_to_cool_after_days_since_last_access_time_greater_than = var.checkpoint_days
        auto_tier_to_hot_from_cool_enabled                          = true
      }

      version {
        delete_after_days_since_creation = var.deleted_days
      }
    }
  }

  # Uploads of datasets and weights that were given up on leave blocks behind, which the service drops after a week by itself; old versions go here.
  rule {
    name    = "versions"
    enabled = true

    filters {
      blob_types   = ["blockBlob"]
      prefix_match = ["distill/datasets/", "distill/models/"]
    }

    actions {
      version {
        delete_after_days_since_creation = var.deleted_days
      }
    }
  }
}

resource "azurerm_monitor_diagnostic_setting" "storage" {
  name                       = "distill"
  target_resource_id         = "${azurerm_storage_account.distill.id}/blobServices/default"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.distill.id

  enabled_log {
    category = "StorageWrite"
  }

  enabled_log {
    category = "StorageDelete"
  }
}
