"""Drills: the faults that Cairn promises to live through, tried on its real processes. `make drill`; see README.md here."""
