"""Benchmarks: figures that are measured, not believed. `python -m bench --help`; what they say stands in README.md."""
