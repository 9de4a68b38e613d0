"""The whole of Cairn on one machine, natively: Kafka, MongoDB, Keycloak, the services and the gateway.

People use it by `make run`; tests by `cairn_local.stack.Stack`. Nothing is imported here, so that the doctor
runs before anything is installed.
"""
