variable "region" {
  description = "The region."
  type        = string
  default     = "eu-central-1"
}

variable "bucket" {
  description = "The name of the bucket for the videos; it must be free in all of Amazon Web Services."
  type        = string
}

variable "subnet_ids" {
  description = "The subnets of the cluster, in two or more zones, private and with a way to the registry."
  type        = list(string)
}

variable "administrators" {
  description = "The networks from which the cluster is administered, such as 192.0.2.0/24."
  type        = list(string)
}

variable "node_type" {
  description = "The kind of the cluster's machines."
  type        = string
  default     = "m7i.large"
}

variable "node_count" {
  description = "How many machines the cluster has."
  type        = number
  default     = 2
}
