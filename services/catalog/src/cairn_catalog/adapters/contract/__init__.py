"""Entries as the contract writes them: the same messages in calls, in events and in the operator's files."""
