"""Where the contents of evidence are: MongoDB's GridFS, or an S3-compatible store."""
