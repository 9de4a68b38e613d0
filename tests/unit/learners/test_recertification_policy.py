"""Which recertification policies are refused."""

import pytest

from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.recertification_policy import Basis, PolicyDraft, check_policy, is_shorter
from tests.support.learners.recertifying import a_policy, a_policy_draft


def refused(draft: PolicyDraft) -> list[tuple[str, str]]:
    return [(each.field, each.reason) for each in check_policy(draft)]


@pytest.mark.parametrize("field", ["window", "grace"])
@pytest.mark.parametrize("length", ["P1Y", "P12M", "P365D", "P366D", "P53W", "P11M31D", "P2Y"])
def test_window_and_grace_have_to_be_shorter_than_the_validity(field: str, length: str) -> None:
    draft = a_policy_draft(window=length) if field == "window" else a_policy_draft(window="P1M", grace=length)
    assert refused(draft) == [(field, "NOT_SHORTER_THAN_VALIDITY")]


@pytest.mark.parametrize("length", ["P0D", "P1D", "P11M", "P52W", "P364D", "P11M27D"])
def test_shorter_ones_are_taken(length: str) -> None:
    assert refused(a_policy_draft(window=length, grace=length)) == []


@pytest.mark.parametrize(
    ("one", "other", "shorter"),
    [
        ("P27D", "P1M", True),
        ("P28D", "P1M", False),
        ("P30D", "P1M", False),
        ("P1M", "P31D", False),
        ("P1M", "P32D", True),
        ("P365D", "P1Y", False),
        ("P1Y", "P366D", False),
        ("P1Y", "P367D", True),
        ("P12M", "P1Y", False),
        ("P23M", "P2Y", True),
    ],
)
def test_shorter_means_from_whatever_day_both_are_counted(one: str, other: str, shorter: bool) -> None:
    assert is_shorter(CalendarDuration.parse(one), than=CalendarDuration.parse(other)) is shorter


@pytest.mark.parametrize("basis", [Basis.EXPIRY, Basis.FIXED])
def test_expiry_and_fixed_need_a_window(basis: Basis) -> None:
    assert refused(a_policy_draft(basis, window="")) == [("window", "REQUIRED")]


@pytest.mark.parametrize("basis", [Basis.COMPLETION, Basis.NEVER])
def test_the_others_need_none(basis: Basis) -> None:
    assert refused(a_policy_draft(basis, window="")) == []


def test_what_expires_needs_a_validity_and_what_never_does_needs_none() -> None:
    assert refused(a_policy_draft(Basis.COMPLETION, validity="")) == [("validity", "REQUIRED")]
    assert refused(a_policy_draft(Basis.NEVER, validity="", window="")) == []


@pytest.mark.parametrize("text", ["PT1H", "P1YT1H", "1Y", "P", "P-1Y", "P1.5Y", "p1y", "P1Y "])
@pytest.mark.parametrize("field", ["validity", "window", "grace", "minimum"])
def test_time_parts_and_what_is_no_duration_are_refused(field: str, text: str) -> None:
    draft = {
        "validity": a_policy_draft(validity=text),
        "window": a_policy_draft(window=text),
        "grace": a_policy_draft(grace=text),
        "minimum": a_policy_draft(minimum=text),
    }[field]
    name = "minimum_validity" if field == "minimum" else field
    assert refused(draft) == [(name, "NOT_A_DURATION")]


def test_a_validity_of_nothing_is_refused() -> None:
    assert refused(a_policy_draft(validity="P0D")) == [("validity", "NOT_A_DURATION")]


@pytest.mark.parametrize("text", ["P101Y", "P99999999999D", "P" + "9" * 4000 + "M"])
def test_more_than_a_hundred_years_are_refused(text: str) -> None:
    assert refused(a_policy_draft(validity=text)) == [("validity", "OUT_OF_RANGE")]
    assert refused(a_policy_draft(validity="P100Y")) == []


def test_an_unknown_time_zone_basis_and_late_rule_are_refused_all_at_once() -> None:
    draft = a_policy_draft(None, timezone="Mars/Olympus", late=None)
    assert refused(draft) == [
        ("basis", "UNKNOWN_VALUE"),
        ("late_rule", "UNKNOWN_VALUE"),
        ("timezone", "UNKNOWN_TIME_ZONE"),
    ]


def test_grace_and_minimum_validity_are_nothing_unless_said() -> None:
    policy = a_policy()
    assert policy.grace.is_nothing
    assert policy.minimum_validity.is_nothing
