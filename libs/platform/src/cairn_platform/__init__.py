"""What every service of Cairn needs, and no business noun."""
