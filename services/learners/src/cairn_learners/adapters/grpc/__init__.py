"""LearnersService over gRPC."""
