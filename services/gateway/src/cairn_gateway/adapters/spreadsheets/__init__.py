"""Spreadsheets that people upload, as rows of text. They are read in a process of their own: anybody may send anything."""
