"""The rules about people and what they learn: pure, no clock and no storage inside."""
