resource "azurerm_kubernetes_cluster" "distill" {
  name                = "aks-${var.name}"
  location            = azurerm_resource_group.distill.location
  resource_group_name = azurerm_resource_group.distill.name
  dns_prefix          = var.name
  kubernetes_version  = var.kubernetes_version
  sku_tier            = "Standard"
  tags                = local.tags

  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  # No user of the cluster has a key of its own: people come with their own identity.
  local_account_disabled            = true
  role_based_access_control_enabled = true
  automatic_upgrade_channel         = "patch"
  node_os_upgrade_channel           = "NodeImage"

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled = true
    tenant_id          = data.azurerm_client_config.current.tenant_id
  }

  identity {
    type = "SystemAssigned"
  }

  default_node_pool {
    name                 = "system"
    vm_size              = var.system_size
    auto_scaling_enabled = true
    # Three, so that a broker of three nodes has one each.
    min_count                    = 3
    max_count                    = 5
    zones                        = ["1", "2", "3"]
    temporary_name_for_rotation  = "systemnew"
    only_critical_addons_enabled = false

    upgrade_settings {
      max_surge = "33%"
    }
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_policy      = "cilium"
    network_data_plane  = "cilium"
  }

  dynamic "api_server_access_profile" {
    for_each = var.api_ranges == null ? [] : [var.api_ranges]
    content {
      authorized_ip_ranges = api_server_access_profile.value
    }
  }

  # Teachers and students follow the lengths of their queues.
  workload_autoscaler_profile {
    keda_enabled = true
  }

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  oms_agent {
    log_analytics_workspace_id      = azurerm_log_analytics_workspace.distill.id
    msi_auth_for_monitoring_enabled = true
  }

  lifecycle {
    ignore_changes = [default_node_pool[0].node_count]
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "students" {
  name                  = "students"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.distill.id
  vm_size               = var.student_size
  auto_scaling_enabled  = true
  min_count             = 0
  max_count             = var.student_maximum
  node_labels           = { "distill.example.org/pool" = "students" }
  tags                  = local.tags
}

resource "azurerm_kubernetes_cluster_node_pool" "teachers" {
  name                  = "teachers"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.distill.id
  vm_size               = var.teacher_size
  auto_scaling_enabled  = true
  min_count             = 0
  max_count             = var.teacher_maximum
  priority              = var.teacher_spot ? "Spot" : "Regular"
  eviction_policy       = var.teacher_spot ? "Delete" : null
  spot_max_price        = var.teacher_spot ? var.teacher_maximum_price : null
  node_labels = merge(
    { "distill.example.org/pool" = "teachers" },
    # AKS sets these two on spot pools by itself; saying so keeps them out of every plan.
    var.teacher_spot ? { "kubernetes.azure.com/scalesetpriority" = "spot" } : {},
  )
  node_taints = var.teacher_spot ? ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"] : []
  tags        = local.tags
}

resource "azurerm_monitor_metric_alert" "store" {
  name                = "distill-store-unavailable"
  resource_group_name = azurerm_resource_group.distill.name
  scopes              = [azurerm_storage_account.distill.id]
  description         = "The store answers less than 99 % of requests: docs/operations.md, \"The store is away\"."
  severity            = 1
  frequency           = "PT5M"
  window_size         = "PT15M"
  tags                = local.tags

  criteria {
    metric_namespace = "Microsoft.Storage/storageAccounts"
    metric_name      = "Availability"
    aggregation      = "Average"
    operator         = "LessThan"
    threshold        = 99
  }
}
