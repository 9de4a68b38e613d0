"""HTTP that reporting itself sends."""
