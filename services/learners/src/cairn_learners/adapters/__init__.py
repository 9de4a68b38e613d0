"""Where the service meets MongoDB, Kafka and gRPC: translation, nothing else."""
