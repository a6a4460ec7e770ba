# Who the gateway is: the service account video-storage of the namespace flixtube, and nobody else.
data "aws_iam_policy_document" "video_storage_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

# Reads, writes, lists and deletes objects of this one bucket; it cannot change the bucket or who may use it.
data "aws_iam_policy_document" "video_storage" {
  statement {
    actions   = ["s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.videos.arn]
  }

  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
    resources = ["${aws_s3_bucket.videos.arn}/*"]
  }
}

resource "aws_iam_role" "video_storage" {
  name               = "flixtube-video-storage"
  assume_role_policy = data.aws_iam_policy_document.video_storage_trust.json
}

resource "aws_iam_role_policy" "video_storage" {
  name   = "videos"
  role   = aws_iam_role.video_storage.id
  policy = data.aws_iam_policy_document.video_storage.json
}

resource "aws_eks_pod_identity_association" "video_storage" {
  cluster_name    = aws_eks_cluster.flixtube.name
  namespace       = "flixtube"
  service_account = "video-storage"
  role_arn        = aws_iam_role.video_storage.arn
}
