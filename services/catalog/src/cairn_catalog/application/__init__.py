"""What can be done with the catalogue: look up, list, publish. The same for every kind of entry."""
