"""Cairn's own dictionary of what job ads ask for: files of this package, one row a term.

Columns: `id`; `label`, the term's name; `kind`; `rule`, when words that read like the label mean the term; `aliases`, parted by
semicolons, each with the label's rule unless another stands behind it in parentheses.
"""

import csv
import re
from functools import cache
from importlib import resources

from cairn_catalog.domain.job_ads.terms import Dictionary, Label, Rule, Term, TermKind

_DIRECTORY = resources.files("cairn_catalog.adapters.files") / "job_ads_dictionary"
_ALIAS = re.compile(r"(?P<text>.+?)(?: \((?P<rule>plain|cased|everyday|asked|candidate)\))?")


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once."""
    terms = tuple(
        _term(row)
        for file in sorted(_DIRECTORY.iterdir(), key=lambda each: each.name)
        if file.name.endswith(".csv")
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    )
    words = (_DIRECTORY / "everyday-words.txt").read_text(encoding="utf-8").split()
    return Dictionary(terms=terms, everyday_words=frozenset(words))


def _term(row: dict[str, str]) -> Term:
    rule = Rule(row["rule"])
    aliases = [_alias(text.strip(), rule) for text in row["aliases"].split(";") if text.strip()]
    return Term(
        term_id=row["id"],
        name=row["label"],
        kind=TermKind(row["kind"]),
        labels=(Label(text=row["label"], rule=rule), *aliases),
    )


def _alias(written: str, rule: Rule) -> Label:
    found = _ALIAS.fullmatch(written)
    if found is None:
        raise ValueError(f"not an alias: {written!r}")
    return Label(text=found["text"], rule=Rule(found["rule"]) if found["rule"] else rule)
