"""How good a proof a credential is: the grade, the lines that made it, and what careful readers say of real credentials."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cairn_catalog.domain.issuer import RecognitionExtent
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.quality import Assessment, Grade, Signal, Verdict, assess
from cairn_catalog.domain.quality_signals import (
    EmployerAcknowledgment,
    FrameworkAlignment,
    LearnerReviews,
    QualitySignals,
)

TODAY = date(2026, 11, 22)
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "credential_quality"


def _signals(
    *,
    graded: bool | None = None,
    proctored: bool | None = None,
    project: bool | None = None,
    beyond_video: bool | None = None,
    reviews: tuple[int | None, int | None, int | None] = (None, None, None),
    employers: bool | None = None,
    framework: bool | None = None,
    updated_on: date | None = None,
) -> QualitySignals:
    count, average, moved_on = reviews
    return QualitySignals(
        graded_assessment=graded,
        proctored=proctored,
        hands_on_project=project,
        instruction_beyond_video=beyond_video,
        reviews=LearnerReviews(count=count, average_hundredths=average, moved_on_percent=moved_on),
        employers=EmployerAcknowledgment(acknowledged=employers, statement=""),
        framework=FrameworkAlignment(aligned=framework, framework=""),
        content_updated_on=updated_on,
        source_note="",
    )


def _assess(
    signals: QualitySignals,
    *,
    recognition: RecognitionExtent = RecognitionExtent.UNKNOWN,
    trust: TrustVerdict = TrustVerdict.UNSET,
) -> Assessment:
    return assess(signals=signals, recognition=recognition, trust=trust, on=TODAY)


_BEST = _signals(
    graded=True,
    proctored=True,
    project=True,
    beyond_video=True,
    reviews=(500, 480, 60),
    employers=True,
    framework=True,
    updated_on=date(2026, 1, 1),
)


def test_of_what_nothing_is_known_nothing_is_said() -> None:
    found = _assess(_signals())
    assert (found.grade, found.points, set(found.unknown)) == (Grade.UNPROVEN, 0, set(Signal))


def test_with_everything_for_it_it_is_strong() -> None:
    assert _assess(_BEST, recognition=RecognitionExtent.WIDELY).grade is Grade.STRONG


@pytest.mark.parametrize("graded", [False, None])
def test_videos_only_without_graded_work_is_never_above_light(graded: bool | None) -> None:
    videos = replace(_BEST, graded_assessment=graded, instruction_beyond_video=False)
    assert _assess(videos, recognition=RecognitionExtent.WIDELY).grade is Grade.LIGHT


def test_a_tenants_own_trust_stands_in_the_place_of_the_public_recognition() -> None:
    trusted = _assess(_BEST, recognition=RecognitionExtent.LITTLE, trust=TrustVerdict.TRUSTED)
    distrusted = _assess(_BEST, recognition=RecognitionExtent.WIDELY, trust=TrustVerdict.NOT_TRUSTED)
    assert (trusted.grade, distrusted.grade) == (Grade.STRONG, Grade.LIGHT)


@pytest.mark.parametrize(
    ("reviews", "verdict", "points"),
    [
        ((99, 500, 90), Verdict.NOTHING, 0),
        ((100, 400, None), Verdict.FOR, 1),
        ((100, 400, 30), Verdict.FOR, 2),
        ((100, 399, 90), Verdict.NOTHING, 0),
        ((100, 299, 90), Verdict.AGAINST, -1),
    ],
)
def test_reviews_count_when_there_are_many(
    reviews: tuple[int, int, int | None], verdict: Verdict, points: int
) -> None:
    line = next(each for each in _assess(_signals(reviews=reviews)).lines if each.signal is Signal.REVIEWS)
    assert (line.verdict, line.points, line.is_known) == (verdict, points, True)


# Rules with algebra

_MAYBE = st.none() | st.booleans()
_EXTENTS = (
    RecognitionExtent.LITTLE,
    RecognitionExtent.UNKNOWN,
    RecognitionExtent.IN_ITS_FIELD,
    RecognitionExtent.WIDELY,
)
_TRUSTS = (TrustVerdict.NOT_TRUSTED, TrustVerdict.TRUSTED)
_YES_NO = (False, None, True)
_REVIEWS = ((500, 250, None), (None, None, None), (500, 450, None), (500, 450, 60))
_DATES = (date(2015, 1, 1), None, date(2026, 1, 1))
_BY_FIELD: dict[str, tuple[Signal, tuple[Any, ...]]] = {
    "graded": (Signal.GRADED_ASSESSMENT, _YES_NO),
    "proctored": (Signal.PROCTORED, _YES_NO),
    "project": (Signal.HANDS_ON_PROJECT, _YES_NO),
    "beyond_video": (Signal.INSTRUCTION_BEYOND_VIDEO, _YES_NO),
    "reviews": (Signal.REVIEWS, _REVIEWS),
    "employers": (Signal.EMPLOYERS, _YES_NO),
    "framework": (Signal.FRAMEWORK, _YES_NO),
    "updated_on": (Signal.CURRENCY, _DATES),
}
"""For each field the values from bad over unknown to good."""
_FIELDS = st.fixed_dictionaries({field: st.sampled_from(values) for field, (_, values) in _BY_FIELD.items()})


@given(fields=_FIELDS, extent=st.sampled_from(_EXTENTS), data=st.data())
def test_a_better_signal_never_makes_a_worse_grade_and_changes_only_what_names_it(
    fields: dict[str, Any], extent: RecognitionExtent, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(list(_BY_FIELD)))
    signal, values = _BY_FIELD[field]
    found = [_assess(_signals(**{**fields, field: value}), recognition=extent) for value in values]
    for worse, better in pairwise(found):
        assert worse.grade <= better.grade
        for one, other in zip(worse.lines, better.lines, strict=True):
            assert one == other or one.signal is signal
        assert {cap for cap in worse.caps if signal not in cap.signals} == {
            cap for cap in better.caps if signal not in cap.signals
        }


@given(fields=_FIELDS, data=st.data())
def test_a_better_issuer_never_makes_a_worse_grade(fields: dict[str, Any], data: st.DataObject) -> None:
    signals = _signals(**fields)
    by_extent = [_assess(signals, recognition=extent).grade for extent in _EXTENTS]
    by_trust = [
        _assess(signals, recognition=data.draw(st.sampled_from(_EXTENTS)), trust=trust).grade
        for trust in _TRUSTS
    ]
    assert by_extent == sorted(by_extent)
    assert by_trust == sorted(by_trust)


@given(fields=_FIELDS, extent=st.sampled_from(_EXTENTS))
def test_every_signal_has_one_line_and_what_is_unknown_counts_nothing(
    fields: dict[str, Any], extent: RecognitionExtent
) -> None:
    found = _assess(_signals(**fields), recognition=extent)
    assert [line.signal for line in found.lines] == list(Signal)
    assert found.points == sum(line.points for line in found.lines)
    assert all(
        line.points == 0 and line.verdict is Verdict.NOTHING for line in found.lines if not line.is_known
    )


# Real credentials, as careful readers graded them before the rules were written

_RECOGNITION = {
    "wide": RecognitionExtent.WIDELY,
    "known": RecognitionExtent.IN_ITS_FIELD,
    "little": RecognitionExtent.LITTLE,
    None: RecognitionExtent.UNKNOWN,
}


def _read(name: str) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in yaml.safe_load((GOLDEN / name).read_text())}


def _golden_grade(facts: dict[str, Any]) -> Grade:
    reviews = facts.get("reviews", {})
    signals = _signals(
        graded=facts.get("graded_assessment"),
        proctored=facts.get("proctored"),
        project=facts.get("hands_on_project"),
        beyond_video=facts.get("instruction_beyond_video"),
        reviews=(reviews.get("count"), round(reviews["score"] * 100) if reviews else None, None),
        employers=facts.get("employer_acknowledgment"),
        framework=facts.get("framework_alignment"),
        updated_on=date(2026, 6, 1) if facts.get("content_current") else None,
    )
    return _assess(signals, recognition=_RECOGNITION[facts.get("issuer_recognition")]).grade


def test_the_grades_are_those_of_careful_readers() -> None:
    """Where the readers agree the rules agree with them, but for what a better signal must never make worse; where they
    differ, the rules agree with one of them.
    """
    facts, first, second = _read("facts.yaml"), _read("grades-a.yaml"), _read("grades-b.yaml")
    assert facts.keys() == first.keys() == second.keys()
    assert len(facts) >= 30
    differ = {
        key: (ours, first[key]["grade"], second[key]["grade"])
        for key, known in facts.items()
        if (ours := _golden_grade(known["facts"]).name.lower())
        not in {first[key]["grade"], second[key]["grade"]}
    }
    # Nothing speaks for it, so it cannot stand above something of which nothing is known.
    assert differ == {"conference-workshop-badge": ("unproven", "light", "light")}
