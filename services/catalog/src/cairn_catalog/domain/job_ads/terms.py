"""What is looked for in ads: terms with their labels, put together from a tenant's skills and Cairn's own dictionary."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cairn_catalog.domain.credential import Credential, CredentialKind
from cairn_catalog.domain.job_ads.verbs import gerund_of, is_gerund, is_verb
from cairn_catalog.domain.job_ads.words import Word, keys_of
from cairn_catalog.domain.skill import Skill

_LONGEST_ACRONYM = 5
_LONG_NAME = 7
_ENDINGS = ("d", "n", "r", "y")
_OTHER_WORDS = frozenset({"closure", "flatter", "haswell", "invasion", "magenta", "typoscript"})
"""Words of their own, one letter from a technology's name."""


class TermKind(Enum):
    """What a term is."""

    TECHNOLOGY = "technology"
    SOFT_SKILL = "soft_skill"
    LANGUAGE = "language"
    KNOWLEDGE = "knowledge"
    TASK = "task"
    LICENCE = "licence"
    CERTIFICATION = "certification"


_CREDENTIAL_KINDS = {
    CredentialKind.LICENCE: TermKind.LICENCE,
    CredentialKind.INDUSTRY_CERTIFICATION: TermKind.CERTIFICATION,
}


class Rule(Enum):
    """When words that read like a label mean its term.

    PLAIN always, in upper and lower case; CASED only as the label is written, as REST; EVERYDAY only with evidence that the
    technology is meant, as Go; ASKED only where words around it ask for it, as research; CANDIDATE only where the text speaks of
    whom it looks for, as creative.
    """

    PLAIN = "plain"
    CASED = "cased"
    EVERYDAY = "everyday"
    ASKED = "asked"
    CANDIDATE = "candidate"


_AS_WRITTEN = frozenset({Rule.CASED, Rule.EVERYDAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One way to write a term."""

    text: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that ads ask for. The ids are those of the catalogue's skill or credential, empty where it has none."""

    term_id: str
    name: str
    kind: TermKind
    labels: tuple[Label, ...]
    skill_id: str = ""
    esco_uri: str = ""
    credential_id: str = ""

    @property
    def catalogue_id(self) -> str:
        """The id of the entry that it stands for, of whichever kind; empty for one of the dictionary's own."""
        return self.skill_id or self.credential_id


@dataclass(frozen=True, slots=True)
class Entry:
    """A label as it is looked up."""

    keys: tuple[str, ...]
    label: Label
    term: Term


class Lexicon:
    """The labels of terms, to be looked up by the first word. Of two terms with a label, the one named first has it.

    A lexicon may lie upon another: then its own labels come first, and those of the other's terms that are `hidden` are not seen.
    """

    def __init__(
        self, terms: Iterable[Term], *, upon: "Lexicon | None" = None, hidden: frozenset[str] = frozenset()
    ) -> None:
        entries: dict[tuple[tuple[str, ...], str], Entry] = {}
        for term in terms:
            for label in term.labels:
                keys = keys_of(label.text)
                if keys:
                    entries.setdefault(_place(label), Entry(keys, label, term))
        by_first: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(entries.values(), key=_length_first):
            by_first[entry.keys[0]].append(entry)
        self._by_first: Mapping[str, Sequence[Entry]] = dict(by_first)
        self._long_names = _long_names(by_first)
        self._upon = upon
        self._hidden = hidden

    def longest(self, words: Sequence[Word], indices: Sequence[int], position: int) -> Iterator[Entry]:
        """The entries whose words stand at this position of the indices, the longest first."""
        for entry in self._beginning_with(words[indices[position]].key):
            stretch = indices[position : position + len(entry.keys)]
            if len(stretch) == len(entry.keys) and all(
                words[index].key == key for index, key in zip(stretch, entry.keys, strict=True)
            ):
                yield entry

    def misspelt(self, word: Word) -> Entry | None:
        """The one technology whose long name the word is but for one error; None for a word that may be meant as it is written.

        Errors are those of `OSA`; the first letter has to be right, and an ending such as in "eclipsed" is no error.
        """
        written = word.lower
        if len(written) < _LONG_NAME or not written.isalpha() or is_verb(written) or is_gerund(written):
            return None
        names = self._long_names.get(written[0], {})
        near = process.extract(written, names.keys(), scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) != 1:
            return self._upon.misspelt(word) if self._upon and not near else None
        [(name, errors, _)] = near
        if not errors or written in _OTHER_WORDS or written in {name + ending for ending in _ENDINGS}:
            return None
        return None if self._beginning_with(word.key) else names[name]

    def _beginning_with(self, key: str) -> Sequence[Entry]:
        own = self._by_first.get(key, ())
        if self._upon is None:
            return own
        below = [
            each for each in self._upon._beginning_with(key) if each.term.catalogue_id not in self._hidden
        ]
        return sorted([*own, *below], key=_length_first) if own else below


def _long_names(by_first: Mapping[str, Sequence[Entry]]) -> Mapping[str, Mapping[str, Entry]]:
    """The technologies whose label is one long proper name and no everyday word, by their first letter."""
    found: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in (entry for entries in by_first.values() for entry in entries):
        name = entry.label.text
        is_one = name.isalpha() and len(name) >= _LONG_NAME and name[0].isupper()
        if is_one and entry.term.kind is TermKind.TECHNOLOGY and entry.label.rule is Rule.PLAIN:
            found[name[0].lower()].setdefault(name.lower(), entry)
    return found


def _place(label: Label) -> tuple[tuple[str, ...], str]:
    """What two labels share that are one: SPARK and Spark are two, each meant as it is written, Data Science and data science one."""
    return keys_of(label.text), label.text if label.rule in _AS_WRITTEN else ""


def _length_first(entry: Entry) -> int:
    return -len(entry.keys)


@dataclass(frozen=True, kw_only=True)
class Dictionary:
    """Cairn's own terms, and the everyday words that labels of a catalogue may be, in lower case."""

    terms: tuple[Term, ...]
    everyday_words: frozenset[str]


def public_lexicon(entries: Iterable[Skill | Credential], *, dictionary: Dictionary) -> Lexicon:
    """What every tenant's ads are read with: the public entries first, then what the dictionary adds.

    A term of the dictionary whose name is a name or alias of an entry becomes that entry, with the labels of both and the
    dictionary's rules for them.
    """
    found, rest = _joined(entries, dictionary)
    return Lexicon([*found, *rest])


def tenant_lexicon(
    entries: Iterable[Skill | Credential], *, public: Lexicon, dictionary: Dictionary
) -> Lexicon:
    """The same with a tenant's own entries, which stand in the place of the public ones with their ids."""
    found, _ = _joined(entries, dictionary)
    return Lexicon(found, upon=public, hidden=frozenset(each.catalogue_id for each in found))


def _joined(entries: Iterable[Skill | Credential], dictionary: Dictionary) -> tuple[list[Term], list[Term]]:
    """The entries as terms, with what the dictionary knows of them, and the dictionary's other terms."""
    known = {keys_of(label.text): label.rule for term in dictionary.terms for label in term.labels}
    found = [
        _term_of(entry, known=known, everyday_words=dictionary.everyday_words)
        for entry in sorted(entries, key=lambda each: (len(each.name), each.name, each.id))
        if isinstance(entry, Skill) or entry.kind in _CREDENTIAL_KINDS
    ]
    numbers: dict[tuple[tuple[str, ...], str], int] = {}
    for pick in (slice(0, 1), slice(1, None)):
        for number, term in enumerate(found):
            for label in term.labels[pick]:
                numbers.setdefault(_place(label), number)
    rest = []
    for term in dictionary.terms:
        match = numbers.get(_place(term.labels[0]))
        if match is None or bool(found[match].credential_id) != (term.kind in _CREDENTIAL_KINDS.values()):
            rest.append(term)
        else:
            entry = found[match]
            found[match] = replace(entry, kind=term.kind, labels=(*entry.labels, *term.labels))
    return found, rest


def _term_of(
    entry: Skill | Credential, *, known: Mapping[tuple[str, ...], Rule], everyday_words: frozenset[str]
) -> Term:
    names = dict.fromkeys(name for each in (entry.name, *entry.other_names) for name in _written(each))
    labels = tuple(
        Label(text=name, rule=known.get(keys_of(name)) or rule_of(name, everyday_words=everyday_words))
        for name in names
    )
    if isinstance(entry, Credential):
        kind = _CREDENTIAL_KINDS[entry.kind]
        return Term(term_id=entry.id, name=entry.name, kind=kind, labels=labels, credential_id=entry.id)
    is_task = " " in entry.name and is_verb(entry.name.split(" ", 1)[0])
    return Term(
        term_id=entry.id,
        name=entry.name,
        kind=TermKind.TASK if is_task else TermKind.KNOWLEDGE,
        labels=labels,
        skill_id=entry.id,
        esco_uri=entry.esco_uri,
    )


def _written(name: str) -> Iterator[str]:
    """How ads write a catalogue's name: without what is explained in parentheses; "manage projects" also as "managing projects"."""
    plain = name.split(" (", 1)[0].strip()
    yield plain
    first, _, rest = plain.partition(" ")
    if rest and is_verb(first):
        yield f"{gerund_of(first)} {rest}"


def rule_of(label: str, *, everyday_words: frozenset[str]) -> Rule:
    """The rule for a label that has none of its own: everyday words need evidence, acronyms their capitals."""
    if label.lower() in everyday_words or len(label) == 1:
        return Rule.EVERYDAY
    if label.isupper() and len(label) <= _LONGEST_ACRONYM:
        return Rule.CASED
    return Rule.PLAIN
