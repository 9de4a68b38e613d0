"""Mails: written by templates, sent by SMTP."""
