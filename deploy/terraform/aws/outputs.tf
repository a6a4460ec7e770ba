output "bucket" {
  description = "VideoStorage:S3:Bucket"
  value       = aws_s3_bucket.videos.bucket
}

output "region" {
  description = "VideoStorage:S3:Region"
  value       = var.region
}

output "registries" {
  description = "Where images are pushed to, by name: aws ecr get-login-password, then docker push."
  value       = { for name, repository in aws_ecr_repository.images : name => repository.repository_url }
}

output "cluster" {
  description = "aws eks update-kubeconfig --name."
  value       = aws_eks_cluster.flixtube.name
}
