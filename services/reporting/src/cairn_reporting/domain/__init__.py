"""How Cairn infers what people can do and are ready for: pure functions, the one definition of it."""
