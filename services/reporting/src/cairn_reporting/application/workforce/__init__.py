"""The engine: tenants' workforces in memory, loaded on demand from the read models and brought up to date by what the journal names."""
