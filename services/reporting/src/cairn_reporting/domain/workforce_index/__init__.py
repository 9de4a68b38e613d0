"""The workforce of one tenant in memory: who belongs where and who holds what when, as bitmaps of dense person numbers.

It decides nothing: what counts when is said by the rules beside it, person by person, and is kept here so that questions about many people
are set algebra.
"""
