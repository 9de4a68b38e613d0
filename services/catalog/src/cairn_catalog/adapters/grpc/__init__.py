"""The catalogue's calls."""
