"""Where the portal's sessions are kept."""
