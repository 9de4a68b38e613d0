"""What can be asked of the service and done with it: load, decide, save."""
