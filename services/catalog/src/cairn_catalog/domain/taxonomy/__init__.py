"""Taxonomies from elsewhere as entries of the catalogue: skills, roles and what roles ask for."""
