"""What the catalogue's tests share."""
