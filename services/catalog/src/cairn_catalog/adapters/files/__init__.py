"""The public catalogue as files that people write."""
