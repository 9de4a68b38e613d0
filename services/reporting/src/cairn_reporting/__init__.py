"""Workforce reporting: skill levels, readiness, gaps and recertification, inferred from events alone."""
