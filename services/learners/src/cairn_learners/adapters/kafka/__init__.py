"""Events: what the service tells, and what it keeps of what others tell."""
