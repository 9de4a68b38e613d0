"""Clients that put load on a server, each a process of its own."""
