"""The one thing the gateway does itself: join names to ids. It has no business rule."""
