# The pods' identity: their service account is exchanged for it, and it may read and write the one container.
resource "azurerm_user_assigned_identity" "distill" {
  name                = "id-${var.name}"
  location            = azurerm_resource_group.distill.location
  resource_group_name = azurerm_resource_group.distill.name
  tags                = local.tags
}

resource "azurerm_federated_identity_credential" "distill" {
  name                = "distill"
  resource_group_name = azurerm_resource_group.distill.name
  parent_id           = azurerm_user_assigned_identity.distill.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = azurerm_kubernetes_cluster.distill.oidc_issuer_url
  subject             = "system:serviceaccount:${var.namespace}:${var.service_account}"
}

resource "azurerm_role_assignment" "store" {
  scope                = azurerm_storage_container.distill.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.distill.principal_id
}

# Whoever applies this may look into the store, too: to submit jobs and to take students away from their own machine.
resource "azurerm_role_assignment" "operator" {
  scope                = azurerm_storage_container.distill.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = data.azurerm_client_config.current.object_id
}

# The cluster has no accounts of its own; without this, not even who made it could install the chart.
resource "azurerm_role_assignment" "cluster_operator" {
  scope                = azurerm_kubernetes_cluster.distill.id
  role_definition_name = "Azure Kubernetes Service RBAC Cluster Admin"
  principal_id         = data.azurerm_client_config.current.object_id
}
