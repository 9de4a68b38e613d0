"""Between the catalogue and the world: MongoDB, gRPC, the contract's messages, files."""
