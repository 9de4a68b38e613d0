"""On sentences of real ads whose skills and knowledge were labelled by people, the analysis is far above a bare dictionary.

The labelled ads (SkillSpan, MIT) lie beside the repository, in ../shared/data: they are not part of it.
"""

from pathlib import Path

import pytest

from bench.job_ads.measure import Score, bare_dictionary, score
from bench.job_ads.skillspan import sentences, whole_ads
from bench.job_ads.spans import spans

LABELLED = Path(__file__).resolve().parents[3] / "shared" / "data" / "skillspan-dev.jsonl"

if not LABELLED.exists():
    pytest.skip("../shared/data/skillspan-dev.jsonl is not there", allow_module_level=True)


def _scores(source: str) -> tuple[Score, Score]:
    found = whole_ads([each for each in sentences(LABELLED) if each.source == source])
    return score(found, spans), score(found, bare_dictionary())


@pytest.mark.parametrize(("source", "points"), [("tech", 0.2), ("house", 0.15)])
def test_it_finds_much_more_than_a_bare_dictionary_and_is_mostly_right(source: str, points: float) -> None:
    ours, bare = _scores(source)
    assert ours.f1 >= bare.f1 + points
    assert ours.precision >= 0.6
