"""The rules of the credential catalogue: what an entry is, what makes it sound, what a tenant sees."""
