"""Entering the demo into a running stack, as an operator and as programs of its employers would."""
