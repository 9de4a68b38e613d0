"""How long plans take."""
