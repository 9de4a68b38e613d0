"""Kafka, MongoDB, Keycloak and Cairn in containers, from the images of `make images`: for `make test-containers` alone."""
