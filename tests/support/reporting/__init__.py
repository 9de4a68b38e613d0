"""What the tests of reporting share."""
