"""Open edX's event bus beside Cairn's. `publish`, `consume` and `django_settings` run in a virtual environment of their own."""
