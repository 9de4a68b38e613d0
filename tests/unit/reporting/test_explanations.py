"""Readiness in words: names of skills and credentials, the last valid day, nobody's name."""

from datetime import UTC, date, datetime

import pytest

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.assessments import Assessment, Assessor
from cairn_reporting.domain.catalogue import CredentialKind
from cairn_reporting.domain.comparison import Comparison
from cairn_reporting.domain.demands import Demand
from cairn_reporting.domain.explanations import readiness_sentence, requirement_sentence
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.readiness import PersonReadiness, person_readiness
from tests.support.reporting.builders import (
    assessed,
    catalogue,
    credential,
    day,
    held,
    period,
    proof,
    record,
    role,
    skill,
)

CATALOGUE = catalogue(
    credential("basics", {"python": 1}),
    credential("course", {"python": 2}),
    credential("exam", {"python": 3, "sql": 3}),
    credential("pmp"),
    credential("cpa", kind=CredentialKind.LICENCE),
    credential("bsc", kind=CredentialKind.DEGREE),
)


def _readiness(demands: list[Demand], *facts: Achievement | Assessment) -> PersonReadiness:
    return person_readiness(
        person_id="ada",
        comparison=Comparison(role=role(*demands), choice=None),
        record=record(CATALOGUE, *facts),
        catalogue=CATALOGUE,
        at=day(40),
    )


@pytest.mark.parametrize(
    ("demand", "achievements", "sentence"),
    [
        (
            skill("python", 2),
            [held("a1", "exam", period(0, None))],
            "Python at level 2 (working) is met without an end; EXAM proves it.",
        ),
        (
            skill("python", 3),
            [held("a1", "exam", period(0, 59))],
            "Python at level 3 (practitioner) is met up to and including 28 February 2026; EXAM proves it.",
        ),
        (
            skill("python", 2),
            [held("a1", "exam", period(0, 59)), held("a2", "course", period(59, 90))],
            "Python at level 2 (working) is met up to and including 31 March 2026; "
            "EXAM proves it now, and others go on where it ends.",
        ),
        (
            skill("python", 3),
            [held("a1", "basics", period(0, 59))],
            "Python at level 3 (practitioner) is asked for; BASICS proves level 1 (awareness), 2 levels short.",
        ),
        (
            skill("python", 3),
            [held("a1", "course", period(0, 59)), held("a2", "exam", period(0, 31))],
            "Python at level 3 (practitioner) is asked for; COURSE proves level 2 (working), 1 level short. "
            "It was met, last on 31 January 2026.",
        ),
        (
            skill("python", 4),
            [],
            "Python at level 4 (expert) is asked for; nothing that counts now proves it.",
        ),
        (
            skill("python", 3),
            [held("a1", "exam", period(0, 31))],
            "Python at level 3 (practitioner) is asked for; nothing that counts now proves it. "
            "It was met, last on 31 January 2026.",
        ),
        (proof("pmp"), [held("a1", "pmp", period(0, None))], "PMP is held without an end."),
        (
            proof("pmp"),
            [held("a1", "pmp", period(0, 59))],
            "PMP is held up to and including 28 February 2026.",
        ),
        (proof("pmp"), [], "PMP is asked for and not held."),
        (
            proof("pmp"),
            [held("a1", "pmp", period(0, 31))],
            "PMP is asked for and no longer held; its last valid day was 31 January 2026.",
        ),
        (proof("cpa"), [], "CPA is asked for and not held. Nothing stands in for a licence."),
        (
            proof("bsc"),
            [held("a1", "bsc", period(0, 31))],
            "BSC is asked for and no longer held; its last valid day was 31 January 2026. "
            "Nothing stands in for a degree.",
        ),
    ],
)
def test_each_requirement_is_explained(
    demand: Demand, achievements: list[Achievement], sentence: str
) -> None:
    (standing,) = _readiness([demand], *achievements).standings
    assert requirement_sentence(standing) == sentence


@pytest.mark.parametrize(
    ("demands", "achievements", "sentence"),
    [
        (
            [skill("python", 1), proof("pmp")],
            [held("a1", "exam", period(0, None)), held("a2", "pmp", period(0, None))],
            "Ready for Engineer: 2 of 2 requirements met, without an end.",
        ),
        (
            [skill("python", 1), skill("sql", 3), proof("pmp")],
            [held("a1", "exam", period(0, 59)), held("a2", "pmp", period(0, 90))],
            "Ready for Engineer up to and including 28 February 2026, the last day of Python and Sql: "
            "3 of 3 requirements met.",
        ),
        (
            [skill("python", 1), skill("python", 2), skill("python", 3), proof("pmp")],
            [held("a1", "exam", period(0, 59))],
            "Nearly ready for Engineer: 3 of 4 requirements met. Lacking: PMP.",
        ),
        (
            [skill("python", 3), skill("sql", 2)],
            [held("a1", "basics", period(0, 59))],
            "Not yet ready for Engineer: 0 of 2 requirements met. "
            "Lacking: Python (2 levels short) and Sql at level 2 (working).",
        ),
        (
            [skill("python", 3), skill("sql", 2), proof("pmp"), skill("sql", 4), proof("basics")],
            [],
            "Not yet ready for Engineer: 0 of 5 requirements met. "
            "Lacking: Python at level 3 (practitioner), Sql at level 2 (working), PMP and 2 more.",
        ),
        (
            [proof("cpa"), skill("python", 1), proof("bsc")],
            [held("a1", "exam", period(0, 59))],
            "Blocked for Engineer: nothing stands in for the licence CPA and the degree BSC. "
            "1 of 3 requirements met. Lacking: CPA and BSC.",
        ),
        ([proof("pmp")], [], "Not yet ready for Engineer: 0 of 1 requirement met. Lacking: PMP."),
        ([], [], "Engineer asks for nothing, so nothing is lacking."),
    ],
)
def test_the_whole_is_explained(
    demands: list[Demand], achievements: list[Achievement], sentence: str
) -> None:
    assert readiness_sentence(_readiness(demands, *achievements)) == sentence


@pytest.mark.parametrize(
    ("by", "whose"),
    [
        (Assessor.REVIEWER, "a reviewer's"),
        (Assessor.MANAGER, "a manager's"),
        (Assessor.PEER, "a colleague's"),
    ],
)
def test_an_assessment_is_named_by_whose_it_is_and_its_day(by: Assessor, whose: str) -> None:
    met = _readiness([skill("python", 2)], assessed("s1", "python", 2, on=3, by=by)).standings[0]
    assert requirement_sentence(met) == (
        f"Python at level 2 (working) is met without an end; {whose} assessment of 4 January 2026 says so."
    )


def test_a_word_that_took_a_level_away_is_named_with_when_it_was_met() -> None:
    peer = assessed("s1", "python", 3, on=3, by=Assessor.PEER)
    short = _readiness([skill("python", 3)], peer, assessed("s2", "python", 1, on=31)).standings[0]
    assert requirement_sentence(short) == (
        "Python at level 3 (practitioner) is asked for; a manager's assessment of 1 February 2026 says level 1 (awareness), "
        "2 levels short. It was met, last on 31 January 2026."
    )


def test_the_last_day_is_the_one_in_the_time_zone_of_the_policy_not_in_utc() -> None:
    # Midnight in Los Angeles at the end of 28 February.
    until = datetime(2026, 3, 1, 8, tzinfo=UTC)
    licence = Period(valid_from=day(0), valid_until=until, last_valid_on=date(2026, 2, 28))
    found = _readiness([proof("cpa")], held("a1", "cpa", licence))
    assert requirement_sentence(found.standings[0]) == "CPA is held up to and including 28 February 2026."
    assert " up to and including 28 February 2026, " in readiness_sentence(found)


def test_what_has_ended_ended_on_the_last_day_in_the_time_zone_of_the_policy() -> None:
    until = datetime(2026, 1, 12, 8, tzinfo=UTC)
    licence = Period(valid_from=day(0), valid_until=until, last_valid_on=date(2026, 1, 11))
    found = _readiness([proof("pmp")], held("a1", "pmp", licence))
    assert requirement_sentence(found.standings[0]) == (
        "PMP is asked for and no longer held; its last valid day was 11 January 2026."
    )
