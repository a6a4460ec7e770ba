variable "project" {
  description = "The id of the project that pays."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
  default     = "europe-west3"
}

variable "bucket" {
  description = "The name of the bucket for the videos; it must be free in all of Google Cloud."
  type        = string
}
