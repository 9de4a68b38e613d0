"""The gateway: the REST API, the portal and its sessions, and provisioning of identity."""
