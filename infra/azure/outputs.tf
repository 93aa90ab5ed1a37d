output "store" {
  description = "The address of the store: store.address of the chart, DISTILL__Store elsewhere."
  value       = "${azurerm_storage_account.distill.primary_blob_endpoint}${azurerm_storage_container.distill.name}"
}

output "client_id" {
  description = "The pods' identity: serviceAccount.annotations of the chart."
  value       = azurerm_user_assigned_identity.distill.client_id
}

output "vault" {
  description = "Where the broker's password is kept."
  value       = azurerm_key_vault.distill.vault_uri
}

output "cluster" {
  description = "How to reach the cluster."
  value       = "az aks get-credentials --resource-group ${azurerm_resource_group.distill.name} --name ${azurerm_kubernetes_cluster.distill.name}"
}

output "values" {
  description = "Values of the chart that follow from this: terraform output -raw values > azure.yaml"
  value = yamlencode({
    store            = { address = "${azurerm_storage_account.distill.primary_blob_endpoint}${azurerm_storage_container.distill.name}", volume = { enabled = false } }
    workloadIdentity = true
    serviceAccount   = { name = var.service_account, annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.distill.client_id } }
    students         = { nodeSelector = { "distill.example.org/pool" = "students" } }
    teachers = {
      nodeSelector = { "distill.example.org/pool" = "teachers" }
      tolerations  = var.teacher_spot ? [{ key = "kubernetes.azure.com/scalesetpriority", operator = "Equal", value = "spot", effect = "NoSchedule" }] : []
    }
  })
}
