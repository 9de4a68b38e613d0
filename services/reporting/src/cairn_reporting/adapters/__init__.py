"""Where reporting meets Kafka, MongoDB and gRPC: translation and nothing else."""
