"""What makes the richer facts of an entry sound: its life, its prices, what its kind may have, alternatives. Every wrong field is named."""

from typing import Any

import pytest

from cairn.catalog.v1 import entries_pb2 as pb
from cairn.common.v1.money_pb2 import Money
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.lifecycle import EntryState
from cairn_catalog.domain.role import Role
from tests.support.catalog import samples
from tests.support.catalog.samples import changed, proposal, sound

_DOLLARS, _EUROS = Money(currency="USD", minor_units=100), Money(currency="EUR", minor_units=100)
_PMP = pb.StackAlternative(credential_id="pmp")
_SCRUM = pb.StackAlternative(credential_id="scrum")


def _wrong(message: Any) -> set[tuple[str, str]]:
    return {(each.field, each.reason) for each in proposal(message).violations}


def _with_cost(**fields: Any) -> pb.Credential:
    message: pb.Credential = changed(samples.CREDENTIAL, cost=pb.Cost(**fields))
    return message


def _asking(**fields: Any) -> pb.Role:
    message: pb.Role = changed(samples.ROLE, requirements=[pb.RoleRequirement(**fields)])
    return message


def _member(**fields: Any) -> pb.Stack:
    message: pb.Stack = changed(samples.STACK, members=[pb.StackMember(**fields)])
    return message


# Life


def test_an_entry_without_a_state_is_published() -> None:
    assert sound(changed(samples.SKILL, lifecycle=None)).lifecycle.state is EntryState.PUBLISHED


def test_what_is_retired_says_since_when_and_why() -> None:
    retired = pb.Lifecycle(state=pb.ENTRY_STATE_RETIRED)
    assert _wrong(changed(samples.PLATFORM, lifecycle=retired)) == {
        ("lifecycle.retired_on", "REQUIRED"),
        ("lifecycle.retirement_reason", "REQUIRED"),
    }


def test_what_is_in_use_has_no_end() -> None:
    life = pb.Lifecycle(state=pb.ENTRY_STATE_DRAFT, retired_on="2026-01-01", retirement_reason="Closed.")
    assert _wrong(changed(samples.PLATFORM, lifecycle=life)) == {
        ("lifecycle.retired_on", "NOT_ALLOWED"),
        ("lifecycle.retirement_reason", "NOT_ALLOWED"),
    }


@pytest.mark.parametrize("day", ["2026-2-1", "2026-02-30", "yesterday"])
def test_a_day_is_one_of_the_calendar(day: str) -> None:
    life = pb.Lifecycle(state=pb.ENTRY_STATE_RETIRED, retired_on=day, retirement_reason="Closed.")
    assert _wrong(changed(samples.SKILL, lifecycle=life)) == {("lifecycle.retired_on", "NOT_A_DAY")}


# Issuers


def test_who_says_how_widely_an_issuer_is_recognised_says_where_that_is_from() -> None:
    stated = pb.Recognition(extent=pb.RECOGNITION_EXTENT_WIDELY)
    assert _wrong(changed(samples.ISSUER, recognition=stated)) == {("recognition.source", "REQUIRED")}
    assert _wrong(changed(samples.ISSUER, recognition=None)) == set()


def test_an_issuer_is_not_merged_into_itself() -> None:
    assert _wrong(changed(samples.ISSUER, merged_into="pmi")) == {("merged_into", "CYCLE")}


# Cost


def test_all_prices_of_a_credential_are_in_one_currency() -> None:
    mixed = _with_cost(basis=pb.COST_BASIS_ONE_PRICE, price=_DOLLARS, exam_fee=_EUROS)
    assert _wrong(mixed) == {("cost", "MORE_THAN_ONE_CURRENCY")}


def test_no_price_is_said_twice() -> None:
    monthly = _with_cost(basis=pb.COST_BASIS_MONTHLY, price=_DOLLARS, subscription_per_month=_DOLLARS)
    assert _wrong(monthly) == {("cost.subscription_per_month", "NOT_ALLOWED")}
    exam = _with_cost(basis=pb.COST_BASIS_EXAM_FEE, price=_DOLLARS, exam_fee=_DOLLARS)
    assert _wrong(exam) == {("cost.exam_fee", "NOT_ALLOWED")}


def test_a_renewal_interval_has_its_fee() -> None:
    assert _wrong(_with_cost(basis=pb.COST_BASIS_FREE, renewal_interval="P1Y")) == {
        ("cost.renewal_fee", "REQUIRED")
    }
    assert _wrong(_with_cost(basis=pb.COST_BASIS_FREE, renewal_fee=_DOLLARS, renewal_interval="a year")) == {
        ("cost.renewal_interval", "NOT_A_DURATION")
    }


def test_a_course_may_be_free_and_its_exam_not() -> None:
    assert _wrong(_with_cost(basis=pb.COST_BASIS_FREE, exam_fee=_DOLLARS)) == set()


def test_aid_and_audit_are_unknown_until_somebody_says() -> None:
    unknown = sound(_with_cost(basis=pb.COST_BASIS_FREE))
    known = sound(_with_cost(basis=pb.COST_BASIS_FREE, audit_available=False, financial_aid_available=True))
    assert isinstance(unknown, Credential)
    assert isinstance(known, Credential)
    assert (unknown.cost.audit_available, unknown.cost.financial_aid_available) == (None, None)
    assert (known.cost.audit_available, known.cost.financial_aid_available) == (False, True)


# What a kind may have


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (pb.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION, True),
        (pb.CREDENTIAL_KIND_LICENCE, True),
        (pb.CREDENTIAL_KIND_DEGREE, True),
        (pb.CREDENTIAL_KIND_DIGITAL_BADGE, False),
        (pb.CREDENTIAL_KIND_NANODEGREE, False),
        (pb.CREDENTIAL_KIND_BOOTCAMP, False),
    ],
)
def test_a_badge_never_carries_letters_behind_the_name(kind: int, allowed: bool) -> None:
    found = _wrong(changed(samples.CREDENTIAL, kind=kind, post_nominal="PMP"))
    assert found == (set() if allowed else {("post_nominal", "NOT_ALLOWED")})


def test_only_a_bootcamp_has_an_intensity() -> None:
    dense = pb.Intensity(load=pb.STUDY_LOAD_FULL_TIME, hours_per_week=169, weeks=12)
    assert _wrong(changed(samples.CREDENTIAL, intensity=dense)) == {("intensity", "NOT_ALLOWED")}
    bootcamp = changed(samples.CREDENTIAL, kind=pb.CREDENTIAL_KIND_BOOTCAMP, intensity=dense)
    assert _wrong(bootcamp) == {("intensity.hours_per_week", "OUT_OF_RANGE")}


def test_only_a_nanodegree_counts_its_projects() -> None:
    assert _wrong(changed(samples.CREDENTIAL, project_count=3)) == {("project_count", "NOT_ALLOWED")}
    assert _wrong(changed(samples.CREDENTIAL, kind=pb.CREDENTIAL_KIND_NANODEGREE, project_count=3)) == set()


def test_a_prerequisite_is_another_credential_or_some_experience() -> None:
    asked = [
        pb.Prerequisite(),
        pb.Prerequisite(experience_months=0),
        pb.Prerequisite(credential_id="pmp"),
        pb.Prerequisite(credential_id="capm"),
        pb.Prerequisite(credential_id="capm"),
    ]
    assert _wrong(changed(samples.CREDENTIAL, prerequisites=asked)) == {
        ("prerequisites[0]", "REQUIRED"),
        ("prerequisites[1].experience_months", "OUT_OF_RANGE"),
        ("prerequisites[2].credential_id", "CYCLE"),
        ("prerequisites[4].credential_id", "DUPLICATE"),
    }


def test_quality_signals_are_in_their_ranges() -> None:
    signals = pb.QualitySignals(
        reviews=pb.LearnerReviews(count=-1, average_hundredths=501, moved_on_percent=101),
        framework=pb.FrameworkAlignment(aligned=True),
        content_updated_on="soon",
    )
    at = "quality_signals"
    assert _wrong(changed(samples.CREDENTIAL, quality_signals=signals)) == {
        (f"{at}.reviews.count", "OUT_OF_RANGE"),
        (f"{at}.reviews.average_hundredths", "OUT_OF_RANGE"),
        (f"{at}.reviews.moved_on_percent", "OUT_OF_RANGE"),
        (f"{at}.framework.framework", "REQUIRED"),
        (f"{at}.content_updated_on", "NOT_A_DAY"),
    }


def test_an_absent_signal_is_unknown_and_a_false_one_is_no() -> None:
    message = changed(samples.CREDENTIAL, quality_signals=pb.QualitySignals(proctored=False))
    credential = sound(message)
    assert isinstance(credential, Credential)
    assert credential.quality_signals.proctored is False
    assert credential.quality_signals.graded_assessment is None


# What a role asks for


def test_a_requirement_is_a_must_have_unless_it_has_a_weight() -> None:
    role = sound(samples.ROLE)
    assert isinstance(role, Role)
    assert {each.weight for each in role.requirements} == {None}
    assert _wrong(_asking(credential_id="pmp", weight=101)) == {("requirements[0].weight", "OUT_OF_RANGE")}


def test_alternatives_are_at_least_two_ways_each_of_something() -> None:
    degree = pb.Alternative(all_of=[pb.AlternativeDemand(credential_id="bachelor")])
    assert _wrong(_asking(any_of=pb.Alternatives(alternatives=[degree]))) == {
        ("requirements[0].any_of.alternatives", "OUT_OF_RANGE")
    }
    nothing = pb.Alternatives(alternatives=[degree, degree, pb.Alternative()])
    at = "requirements[0].any_of.alternatives"
    assert _wrong(_asking(any_of=nothing)) == {
        (f"{at}[1]", "DUPLICATE"),
        (f"{at}[2].all_of", "OUT_OF_RANGE"),
    }


def test_everything_that_alternatives_name_has_to_be_there() -> None:
    ways = pb.Alternatives(
        alternatives=[
            pb.Alternative(all_of=[pb.AlternativeDemand(credential_id="bachelor")]),
            pb.Alternative(
                all_of=[
                    pb.AlternativeDemand(stack_id="delivery"),
                    pb.AlternativeDemand(experience=pb.Experience(months=36, role_id="clerk")),
                ]
            ),
        ]
    )
    assert {each.id for each in proposal(_asking(any_of=ways)).references} == {
        "bachelor",
        "delivery",
        "clerk",
    }


def test_experience_is_some_months() -> None:
    assert _wrong(_asking(experience=pb.Experience())) == {
        ("requirements[0].experience.months", "OUT_OF_RANGE")
    }
    assert _wrong(_asking(time_in_role=pb.TimeInRole(months=-1))) == {
        ("requirements[0].time_in_role.months", "OUT_OF_RANGE")
    }


# What fills a place in a stack


def test_one_of_is_one_of_at_least_two() -> None:
    assert _wrong(_member(one_of=pb.StackAlternatives(alternatives=[_PMP]))) == {
        ("members[0].one_of.alternatives", "OUT_OF_RANGE")
    }
    assert _wrong(_member(one_of=pb.StackAlternatives(alternatives=[_PMP, _SCRUM]))) == set()


def test_nothing_fills_two_places_of_a_stack() -> None:
    members = [
        pb.StackMember(credential_id="pmp"),
        pb.StackMember(credential_id="scrum", equivalent_credential_ids=["pmp"]),
    ]
    assert _wrong(changed(samples.STACK, members=members)) == {("members[1]", "DUPLICATE")}


def test_only_a_credential_has_others_that_count_as_it() -> None:
    member = pb.StackMember(stack_id="other", equivalent_credential_ids=["pmp"])
    assert _wrong(changed(samples.STACK, members=[member])) == {
        ("members[0].equivalent_credential_ids", "NOT_ALLOWED")
    }


def test_the_stacks_among_alternatives_count_for_cycles() -> None:
    ways = pb.StackAlternatives(alternatives=[_PMP, pb.StackAlternative(stack_id="inner")])
    stack = proposal(_member(one_of=ways))
    assert [each.id for each in stack.references if each.kind.called == "stack"] == ["inner"]
