"""The text of documents that people upload. They are read in a process of their own, within limits, because anybody may send anything."""
