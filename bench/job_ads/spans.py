"""What the analysis finds in a text, offline: with the public catalogue of demo/catalogue and Cairn's dictionary.

from bench.job_ads.spans import spans
spans("Experience with Python is required.")    # [(16, 22)]
"""

from functools import cache
from pathlib import Path

from cairn_catalog.adapters.files.catalogue_directory import read_catalogue
from cairn_catalog.adapters.files.job_ads_dictionary_files import dictionary
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.job_ads.analysis import analyse
from cairn_catalog.domain.job_ads.terms import Lexicon, public_lexicon
from cairn_catalog.domain.skill import Skill

_CATALOGUE = Path(__file__).resolve().parents[2] / "demo" / "catalogue"


def spans(text: str) -> list[tuple[int, int]]:
    """Where the text asks for skills: the mentions of `skills` in the answer, as start and end in Unicode code points."""
    analysis = analyse([text], public())
    return sorted({(each.start, each.end) for skill in analysis.skills for each in skill.mentions})


@cache
def public() -> Lexicon:
    """What a tenant without entries of its own reads with."""
    return public_lexicon(entries(), dictionary=dictionary())


@cache
def entries() -> tuple[Skill | Credential, ...]:
    """The public skills and credentials."""
    found = (row.proposal.entry for row in read_catalogue(_CATALOGUE))
    return tuple(each for each in found if isinstance(each, (Skill, Credential)))
