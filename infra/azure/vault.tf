# For the broker's password and the server's first token: the cluster's secrets come from here and are rotated here.
resource "azurerm_key_vault" "distill" {
  name                       = "kv-${var.name}-${random_string.suffix.result}"
  location                   = azurerm_resource_group.distill.location
  resource_group_name        = azurerm_resource_group.distill.name
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  enable_rbac_authorization  = true
  purge_protection_enabled   = true
  soft_delete_retention_days = 7
  tags                       = local.tags
}

resource "azurerm_role_assignment" "vault_operator" {
  scope                = azurerm_key_vault.distill.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.current.object_id
}

resource "azurerm_role_assignment" "vault_pods" {
  scope                = azurerm_key_vault.distill.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.distill.principal_id
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  name                       = "distill"
  target_resource_id         = azurerm_key_vault.distill.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.distill.id

  enabled_log {
    category = "AuditEvent"
  }
}
