"""What Cairn is measured against: the barest server of the same kind."""
