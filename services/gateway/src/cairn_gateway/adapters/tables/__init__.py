"""Tables as files: columns with their definitions, and the formats that HR's tools read."""
