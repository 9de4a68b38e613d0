"""Calendars as programs read them."""
