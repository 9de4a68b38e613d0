"""What the gateway speaks: HTTP to the world, gRPC to the services, OpenID Connect to Keycloak, MongoDB for sessions."""
