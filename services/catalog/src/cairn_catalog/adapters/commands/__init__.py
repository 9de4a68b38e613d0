"""Commands of the operator that take no files."""
