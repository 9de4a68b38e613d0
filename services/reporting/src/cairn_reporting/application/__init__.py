"""What can be asked of reporting: each use case loads facts in few queries and hands them to the domain."""
