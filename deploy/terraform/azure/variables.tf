variable "subscription_id" {
  description = "The subscription that pays."
  type        = string
}

variable "name" {
  description = "What everything is called after. Letters and digits, for a storage account and a registry have nothing else in their names; it must be free in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{3,18}$", var.name))
    error_message = "3 to 18 small letters and digits."
  }
}

variable "location" {
  description = "The region."
  type        = string
  default     = "germanywestcentral"
}

variable "replication" {
  description = "How the storage account keeps copies: LRS, ZRS, GRS."
  type        = string
  default     = "ZRS"
}

variable "node_size" {
  description = "The size of the cluster's machines."
  type        = string
  default     = "Standard_D2s_v5"
}

variable "node_count" {
  description = "How many machines the cluster has."
  type        = number
  default     = 2
}
