"""Finding entries by what somebody types, typing errors included, and by facets."""
