variable "subscription_id" {
  description = "The subscription that everything is made in."
  type        = string
}

variable "name" {
  description = "Beginning of all names: 3 to 12 small letters and digits."
  type        = string
  default     = "distill"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,11}$", var.name))
    error_message = "The name has to be 3 to 12 small letters and digits, and begin with a letter: names of storage accounts and vaults are made from it."
  }
}

variable "location" {
  description = "The region. Spot machines and GPUs are not to be had everywhere."
  type        = string
  default     = "westeurope"
}

variable "replication" {
  description = "How the storage account keeps copies: LRS in one building, ZRS in three of a region, GZRS and RAGZRS in a second region, too."
  type        = string
  default     = "ZRS"

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS", "RAGRS", "RAGZRS"], var.replication)
    error_message = "The replication is one of LRS, ZRS, GRS, GZRS, RAGRS and RAGZRS."
  }
}

variable "kubernetes_version" {
  description = "Version of Kubernetes; the region's default when null."
  type        = string
  default     = null
}

variable "namespace" {
  description = "Namespace that the chart is installed in. The identity is given to its service account."
  type        = string
  default     = "distill"
}

variable "service_account" {
  description = "Service account of the chart: serviceAccount.name, or the release's name."
  type        = string
  default     = "distill"
}

variable "system_size" {
  description = "Machines of the system pool: the server, the broker and what the cluster itself needs."
  type        = string
  default     = "Standard_D4as_v5"
}

variable "student_size" {
  description = "Machines of students. One kind, since a job's trainings stay on one kind of machine."
  type        = string
  default     = "Standard_D8as_v5"
}

variable "student_maximum" {
  description = "The most machines of students."
  type        = number
  default     = 5
}

variable "teacher_size" {
  description = "Machines of teachers. One kind, since only machines of a kind share a label set."
  type        = string
  default     = "Standard_D8as_v5"
}

variable "teacher_maximum" {
  description = "The most machines of teachers."
  type        = number
  default     = 20
}

variable "teacher_spot" {
  description = "Whether teachers run on spot machines: cheaper than usual ones, and taken away with half a minute's notice."
  type        = bool
  default     = true
}

variable "teacher_maximum_price" {
  description = "The most dollars per hour for a spot machine; -1 for the price of a usual one."
  type        = number
  default     = -1
}

variable "checkpoint_days" {
  description = "Days after which blobs of jobs that nobody has changed or read go to the cool tier."
  type        = number
  default     = 30
}

variable "deleted_days" {
  description = "Days in which a deleted blob or container can be had back."
  type        = number
  default     = 14
}

variable "log_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 30
}

variable "api_ranges" {
  description = "Addresses that may reach the cluster's API, such as [\"203.0.113.0/24\"]; null for all."
  type        = list(string)
  default     = null
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
}
