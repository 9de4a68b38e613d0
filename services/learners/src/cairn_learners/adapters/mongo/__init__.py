"""The tenant's facts in MongoDB."""
