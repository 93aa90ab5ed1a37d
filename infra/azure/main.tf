# A store, a cluster and an identity for Distill: see README.md.

data "azurerm_client_config" "current" {}

# Names of accounts and vaults are shared with the whole world.
resource "random_string" "suffix" {
  length  = 6
  upper   = false
  special = false
}

locals {
  tags = merge({ application = "distill" }, var.tags)
}

resource "azurerm_resource_group" "distill" {
  name     = "rg-${var.name}"
  location = var.location
  tags     = local.tags
}

resource "azurerm_log_analytics_workspace" "distill" {
  name                = "log-${var.name}"
  location            = azurerm_resource_group.distill.location
  resource_group_name = azurerm_resource_group.distill.name
  sku                 = "PerGB2018"
  retention_in_days   = var.log_days
  tags                = local.tags
}
