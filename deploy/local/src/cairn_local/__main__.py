"""`python -m cairn_local`."""

from cairn_local.cli import app

app()
