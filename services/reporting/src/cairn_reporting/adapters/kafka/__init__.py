"""Events of catalog and learners, as reporting takes them in."""
