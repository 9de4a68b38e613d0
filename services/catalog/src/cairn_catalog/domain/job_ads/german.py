"""How German ads word tasks: "Leitung von Projekten", "Planung der Kampagnen", "du entwickelst Software"."""

import re
from collections.abc import Sequence

from cairn_catalog.domain.job_ads.words import Word, listed

_NOMINAL = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß-]{2,}(?:ung|ation|ion|pflege|arbeit|aufbau|ausbau)$|Aufbau$|Ausbau$|Pflege$|Mitarbeit$"
)
_OBJECT_FOLLOWS = listed(
    """
    von der des dem den eines einer und & an am bei im in unserer unseres unserem unserer neuer komplexer aller
    """
)
_STEMS = (
    "analysier|bearbeit|begleit|berat|berät|betreu|bet[rt]eib|dokumentier|durchführ|entwerf|entwirf|entwickel|erstell|führ|gestalt"
    "|implementier|konzipier|koordinier|leit|optimier|organisier|pfleg|plan|programmier|prüf|schul|steuer|test|überwach"
    "|unterstütz|verantwort|verbesser|verhandel|verwalt|wart"
)
_VERB = re.compile(rf"(?:{_STEMS})(?:e?st|e?n|t)$")
_DOERS = frozenset({"du", "sie"})


def begins_german_task(words: Sequence[Word], index: int, *, opening: bool) -> bool:
    """A noun of doing that opens an item and has an object, or a verb behind "du" or "Sie"."""
    word = words[index]
    after = words[index + 1].lower if index + 1 < len(words) else ""
    if opening and _NOMINAL.match(word.text):
        return after in _OBJECT_FOLLOWS
    return index > 0 and words[index - 1].lower in _DOERS and bool(_VERB.match(word.lower))
