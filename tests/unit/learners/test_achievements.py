"""A credential is claimed, then verified or refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from cairn_learners.domain.achievement_import import (
    PastAchievement,
    Present,
    WhenHeld,
    decide_achievements,
)
from cairn_learners.domain.achievements import (
    AS_HISTORY,
    Achievement,
    ClaimDraft,
    Decision,
    Evidence,
    ReckoningCause,
    Standing,
    Verdict,
    check_claim,
    check_verdict,
    claim,
    decide,
    standing,
)
from cairn_learners.domain.errors import AlreadyClaimedError, AlreadyDecidedError
from cairn_learners.domain.periods import Period
from cairn_learners.domain.reckoning import PersonKnown, Rules, reckoned
from cairn_learners.domain.rows import Row
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import (
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_credential,
    an_achievement,
)

DAY = timedelta(days=1)


def _draft(
    *links: str, issued_on: str = YESTERDAY.isoformat(), credential_id: str = "badge", person_id: str = "ann"
) -> ClaimDraft:
    return ClaimDraft(
        person_id=person_id,
        credential_id=credential_id,
        issued_on=issued_on,
        evidence=tuple(Evidence(url=each, description="") for each in links),
    )


def _refusal(draft: ClaimDraft) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        check_claim(draft, today=TODAY)
    return [(each.field, each.reason) for each in refused.value.violations]


def _claim(draft: ClaimDraft, *earlier: Achievement) -> Achievement:
    return claim(draft, achievement_id="new", person_id="ann", issued_on=YESTERDAY, earlier=earlier, now=NOW)


def test_a_claim_waits_for_verification_and_counts_for_nothing_yet() -> None:
    claimed = _claim(_draft("https://example.org/badge"))
    assert (claimed.decision, claimed.version, claimed.claimed_at) == (Decision.CLAIMED, 1, NOW)
    assert (claimed.decided_by, claimed.decided_at, claimed.periods) == (None, None, ())
    assert standing(claimed, now=NOW) is Standing.WAITING_FOR_VERIFICATION


def test_the_issue_date_may_be_today_but_not_in_the_future() -> None:
    assert check_claim(_draft(issued_on=TODAY.isoformat()), today=TODAY) == TODAY
    assert _refusal(_draft(issued_on=TOMORROW.isoformat())) == [("issued_on", "IN_FUTURE")]


@pytest.mark.parametrize(
    ("text", "reason"), [("", "REQUIRED"), ("2026-02-30", "NOT_A_DATE"), ("x", "NOT_A_DATE")]
)
def test_a_claim_needs_an_issue_date(text: str, reason: str) -> None:
    assert _refusal(_draft(issued_on=text)) == [("issued_on", reason)]


def test_a_claim_names_a_credential() -> None:
    assert _refusal(_draft(credential_id="")) == [("credential_id", "REQUIRED")]


@pytest.mark.parametrize(
    "link",
    [
        "ftp://example.org/x",
        "javascript:alert(1)",
        "example.org/x",
        "https://",
        "https:///x",
        "",
        "https://user:secret@example.org/",
        "https://example.org/a b",
        "http://[x",
        "data:text/html,x",
    ],
)
def test_evidence_is_an_http_or_https_link(link: str) -> None:
    assert ("evidence[1].url", "NOT_A_URL") in _refusal(_draft("https://example.org", link))


@pytest.mark.parametrize(
    "link", ["http://example.org", "https://example.org:8443/a?b=c#d", "HTTPS://EXAMPLE.org"]
)
def test_an_http_or_https_link_is_evidence(link: str) -> None:
    check_claim(_draft(link), today=TODAY)


def test_there_are_at_most_ten_pieces_of_evidence() -> None:
    check_claim(_draft(*["https://example.org"] * 10), today=TODAY)
    assert _refusal(_draft(*["https://example.org"] * 11)) == [("evidence", "TOO_MANY")]


def test_the_same_credential_with_the_same_issue_date_is_claimed_once() -> None:
    for decision in (Decision.CLAIMED, Decision.VERIFIED):
        with pytest.raises(AlreadyClaimedError):
            _claim(_draft(), an_achievement(decision=decision))


def test_what_was_refused_may_be_claimed_again() -> None:
    _claim(_draft(), an_achievement(decision=Decision.REFUSED))


def test_another_issue_date_is_another_achievement() -> None:
    _claim(_draft(), an_achievement(issued_on=YESTERDAY - DAY), an_achievement("another"))


def _verdict(decision: Decision, reason: str = "") -> Verdict:
    return Verdict(decision=decision, reason=reason, decided_by="cleo")


def test_a_verified_claim_counts_from_its_issue_date_on_for_as_long_as_the_credential_is_valid() -> None:
    claimed = an_achievement(decision=Decision.CLAIMED, issued_on=date(2024, 2, 29))
    decided = decide(claimed, verdict=_verdict(Decision.VERIFIED), now=NOW)
    assert (decided.version, decided.decided_by, decided.decided_at) == (2, "cleo", NOW)
    [verified] = reckoned(
        PersonKnown(achievements=[decided], entries=[]),
        ["badge"],
        rules=Rules(policies={}, credentials={"badge": a_credential(validity="P3Y")}, paths={}),
        cause=ReckoningCause.VERIFIED,
        now=NOW,
    )
    assert verified.periods == (
        Period(valid_from=datetime(2024, 2, 29, tzinfo=UTC), valid_until=datetime(2027, 2, 28, tzinfo=UTC)),
    )
    assert standing(verified, now=NOW) is Standing.ACTIVE


def test_a_refused_claim_says_why_and_never_counts() -> None:
    refused = decide(
        an_achievement(decision=Decision.CLAIMED),
        verdict=_verdict(Decision.REFUSED, "Not legible."),
        now=NOW,
    )
    assert (refused.reason, refused.periods) == ("Not legible.", ())
    assert standing(refused, now=NOW) is Standing.REFUSED


@pytest.mark.parametrize("decision", [Decision.VERIFIED, Decision.REFUSED])
def test_a_claim_is_decided_once(decision: Decision) -> None:
    with pytest.raises(AlreadyDecidedError):
        decide(
            an_achievement(decision=decision),
            verdict=_verdict(Decision.VERIFIED),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("verdict", "violation"),
    [
        (_verdict(Decision.REFUSED), ("reason", "REQUIRED")),
        (_verdict(Decision.REFUSED, "  "), ("reason", "REQUIRED")),
        (_verdict(Decision.VERIFIED, "x" * 501), ("reason", "TOO_LONG")),
        (_verdict(Decision.CLAIMED), ("decision", "OUT_OF_RANGE")),
    ],
)
def test_nobody_is_refused_without_being_told_why(verdict: Verdict, violation: tuple[str, str]) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        check_verdict(verdict)
    assert [(each.field, each.reason) for each in refused.value.violations] == [violation]


def test_no_reason_is_needed_to_verify() -> None:
    check_verdict(_verdict(Decision.VERIFIED))


def test_where_an_achievement_stands_follows_from_the_time() -> None:
    year = an_achievement(issued_on=date(2025, 11, 23), validity="P1Y")
    last_instant = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(microseconds=1)
    assert standing(year, now=last_instant) is Standing.ACTIVE
    assert standing(year, now=datetime(2026, 11, 23, tzinfo=UTC)) is Standing.LAPSED
    assert standing(year, now=datetime(2025, 11, 22, tzinfo=UTC)) is Standing.NOT_YET_VALID


def test_between_two_periods_an_achievement_has_lapsed() -> None:
    periods = [
        Period(valid_from=NOW - 2 * DAY, valid_until=NOW - DAY),
        Period(valid_from=NOW + DAY, valid_until=None),
    ]
    achievement = an_achievement(periods=periods)
    assert standing(achievement, now=NOW) is Standing.LAPSED
    assert standing(achievement, now=NOW + DAY) is Standing.ACTIVE


def _row(
    decision: Decision = Decision.VERIFIED, reason: str = "", draft: ClaimDraft | None = None
) -> PastAchievement:
    return PastAchievement(claim=draft or _draft(), decision=decision, reason=reason)


def _import(
    *rows: PastAchievement,
    there: tuple[Achievement, ...] = (),
    own_id: str | None = "hana",
    mode: WhenHeld = WhenHeld.EACH_COUNTS,
) -> list[Row[Achievement]]:
    numbers = count(1)
    return decide_achievements(
        rows,
        present=Present(
            person_ids=frozenset({"ann", "hana"}),
            credentials={"badge": a_credential(validity="P1Y")},
            achievements=there,
        ),
        mode=mode,
        own_id=own_id,
        new_id=lambda: f"n{next(numbers)}",
        now=NOW,
    )


def _said(rows: list[Row[Achievement]]) -> list[tuple[str, str, str]]:
    return [(row.outcome.value, row.id, row.reason) for row in rows]


def test_an_achievement_of_the_past_is_claimed_and_decided_at_once() -> None:
    [row] = _import(_row())
    assert _said([row]) == [("created", "n1", "")]
    assert row.aggregate is not None
    assert (row.aggregate.version, row.aggregate.decision) == (1, Decision.VERIFIED)
    assert (row.aggregate.decided_by, row.aggregate.claimed_at) == ("hana", NOW)


def test_one_that_is_there_already_is_left_as_it_is() -> None:
    claimed = an_achievement(achievement_id="old", decision=Decision.CLAIMED)
    assert _said(_import(_row(), there=(claimed,))) == [("unchanged", "old", "")]
    assert _said(_import(_row(), _row())) == [("created", "n1", ""), ("unchanged", "n1", "")]


def test_a_verified_row_stands_beside_one_that_was_refused_and_a_refused_row_does_not() -> None:
    old = an_achievement(achievement_id="old", decision=Decision.REFUSED)
    assert _said(_import(_row(), there=(old,))) == [("created", "n1", "")]
    assert _said(_import(_row(Decision.REFUSED, "No."), there=(old,))) == [("unchanged", "old", "")]


def test_each_row_is_decided_for_itself() -> None:
    rows = _import(
        _row(draft=_draft(person_id="nobody")),
        _row(draft=_draft(credential_id="unknown")),
        _row(draft=_draft(issued_on=TOMORROW.isoformat())),
        _row(Decision.REFUSED),
        _row(Decision.CLAIMED),
        _row(draft=_draft(person_id="")),
        _row(),
    )
    assert _said(rows) == [
        ("refused", "", "NOT_FOUND"),
        ("refused", "", "CREDENTIAL_NOT_YET_KNOWN"),
        ("refused", "", "IN_FUTURE"),
        ("refused", "", "REQUIRED"),
        ("refused", "", "OUT_OF_RANGE"),
        ("refused", "", "REQUIRED"),
        ("created", "n1", ""),
    ]


def test_nobody_imports_what_is_their_own() -> None:
    assert _said(_import(_row(draft=_draft(person_id="hana")))) == [("refused", "", "OWN_CLAIM")]


def test_the_same_import_twice_adds_nothing() -> None:
    rows = (_row(Decision.REFUSED, "No."), _row(), _row(draft=replace(_draft(), issued_on="2020-01-01")))
    once = _import(*rows)
    there = tuple(row.aggregate for row in once if row.aggregate is not None)
    assert {row.outcome.value for row in _import(*rows, there=there)} == {"unchanged"}


def _of(year: int) -> PastAchievement:
    return _row(draft=_draft(issued_on=f"{year}-03-01"))


def _held(year: int, decision: Decision = Decision.VERIFIED) -> Achievement:
    return an_achievement(achievement_id=str(year), issued_on=date(year, 3, 1), decision=decision)


@pytest.mark.parametrize(
    ("mode", "outcomes"),
    [
        (WhenHeld.EACH_COUNTS, {2019: "created", 2023: "created"}),
        (WhenHeld.SKIP, {2019: "unchanged", 2023: "unchanged"}),
        (WhenHeld.HISTORY, {2019: "history", 2023: "history"}),
        (WhenHeld.REPLACE_IF_NEWER, {2019: "unchanged", 2023: "created"}),
    ],
)
@pytest.mark.parametrize("decision", [Decision.VERIFIED, Decision.CLAIMED])
def test_the_mode_says_what_becomes_of_another_one_of_a_credential_that_the_person_has(
    mode: WhenHeld, outcomes: dict[int, str], decision: Decision
) -> None:
    for year, outcome in outcomes.items():
        [row] = _import(_of(year), there=(_held(2021, decision),), mode=mode)
        assert row.aggregate is not None
        said = "history" if row.aggregate.as_history else row.outcome.value
        assert said == outcome
        assert row.id == ("2021" if outcome == "unchanged" else "n1")


@pytest.mark.parametrize("mode", WhenHeld)
def test_in_every_mode_the_first_one_of_a_credential_counts_and_what_was_refused_is_not_there(
    mode: WhenHeld,
) -> None:
    for there in ((), (_held(2024, Decision.REFUSED),)):
        [row] = _import(_of(2020), there=there, mode=mode)
        assert row.outcome.value == "created" and row.aggregate and not row.aggregate.as_history


@pytest.mark.parametrize("mode", [WhenHeld.SKIP, WhenHeld.HISTORY, WhenHeld.REPLACE_IF_NEWER])
def test_the_newest_row_is_the_one_that_counts_in_whatever_order_they_stand(mode: WhenHeld) -> None:
    for years in ((2019, 2022, 2020), (2022, 2020, 2019), (2019, 2020, 2022)):
        rows = _import(*(_of(year) for year in years), mode=mode)
        assert [each.row for each in rows] == [0, 1, 2]
        counting = {
            row.aggregate.issued_on.year
            for row in rows
            if row.aggregate and row.outcome.value == "created" and not row.aggregate.as_history
        }
        assert counting == {2022}


def test_history_is_kept_and_says_that_it_never_counts() -> None:
    [row] = _import(_of(2019), there=(_held(2021),), mode=WhenHeld.HISTORY)
    assert row.aggregate is not None
    assert standing(row.aggregate, now=NOW) is Standing.WITHOUT_EFFECT
    assert row.aggregate.reckonings[-1].without_effect == AS_HISTORY
    [refused] = _import(_row(Decision.REFUSED, "No."), there=(_held(2021),), mode=WhenHeld.HISTORY)
    assert refused.aggregate and standing(refused.aggregate, now=NOW) is Standing.REFUSED
