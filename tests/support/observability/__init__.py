"""What tests need to see a process as an operator does."""
