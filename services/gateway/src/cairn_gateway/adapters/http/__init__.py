"""The REST API and the portal's files."""
