"""The gateway's calls to the services."""
