"""An HR partner is HR for the people of the own units, and for nobody else."""

import pytest

from cairn_learners.domain.day_spans import NO_END, open_span_of
from cairn_learners.domain.errors import AlreadyDecidedError, OwnClaimError, OwnMatterError
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.hr_responsibilities import (
    HrResponsibilityDraft,
    already_given,
    check_draft,
    given_departments,
    take_back,
    with_all_below,
)
from cairn_learners.domain.reach import (
    Reach,
    check_may_claim_for,
    check_may_decide_on,
    check_may_grant,
    check_may_lead,
    reach_of,
)
from cairn_platform.errors import InvalidFieldsError, NotFoundError
from tests.support.learners.builders import TODAY, TOMORROW, YESTERDAY
from tests.support.learners.excepting import a_withdrawal
from tests.support.learners.responsible import a_responsibility

TREE = Hierarchy({"sales": None, "inside": "sales", "desk": "inside", "field": "sales", "it": None})


def partner(*units: str) -> Reach:
    return reach_of(
        roles=frozenset({"employee", "hr-partner"}), own_id="pia", lines=None, units=frozenset(units)
    )


def test_a_partner_sees_leads_and_decides_within_the_units_only() -> None:
    reach = partner("ann", "bob")
    assert reach.seen == frozenset({"pia", "ann", "bob"})
    for check in (check_may_decide_on, check_may_grant, check_may_claim_for):
        check(reach, "ann")
    check_may_lead(reach, ["ann", "bob"])
    assert not reach.sees("zoe")
    assert not reach.everybody
    assert reach.on_behalf_of("ann") is None
    for refused in (check_may_decide_on, check_may_grant, check_may_claim_for):
        with pytest.raises(NotFoundError):
            refused(reach, "zoe")


def test_a_partner_decides_nothing_about_themselves_in_the_own_unit() -> None:
    reach = partner("ann", "pia")
    with pytest.raises(OwnClaimError):
        check_may_decide_on(reach, "pia")
    with pytest.raises(OwnMatterError):
        check_may_grant(reach, "pia")


def test_a_partner_leads_no_line_of_managers() -> None:
    assert partner("ann").line == set()


def test_departments_are_given_from_the_first_day_to_the_last_and_until_they_are_taken_back() -> None:
    given = [
        a_responsibility("pia", "inside", "it"),
        a_responsibility("pia", "field", from_on=YESTERDAY, until_on=TODAY),
        a_responsibility("pia", "upcoming", from_on=TOMORROW),
        a_responsibility("pia", "lapsed", from_on=YESTERDAY, until_on=YESTERDAY),
        a_responsibility("pia", "withdrawn", withdrawn=True),
    ]
    assert given_departments(given, today=TODAY) == {"inside", "it", "field"}


def test_all_below_belongs_to_a_unit_and_what_is_gone_to_none() -> None:
    assert with_all_below({"inside", "unknown"}, tree=TREE) == {"inside", "desk"}
    assert with_all_below({"sales"}, tree=TREE) == {"sales", "inside", "desk", "field"}


def test_the_same_departments_are_given_once_at_a_time() -> None:
    given = a_responsibility("pia", "inside", "field")
    assert already_given(a_responsibility("pia", "field", "inside"), before=[given])
    assert not already_given(a_responsibility("pia", "inside"), before=[given])
    assert not already_given(given, before=[a_responsibility("pia", "inside", "field", withdrawn=True)])
    ended = a_responsibility("pia", "inside", "field", from_on=YESTERDAY, until_on=YESTERDAY)
    assert not already_given(given, before=[ended])


def test_it_is_taken_back_once_and_with_a_reason() -> None:
    ended = take_back(a_responsibility(), a_withdrawal())
    assert ended.version == 2
    assert not ended.in_force(TODAY)
    with pytest.raises(AlreadyDecidedError):
        take_back(ended, a_withdrawal())


def test_it_has_no_end_unless_one_is_named() -> None:
    assert open_span_of(from_on="", until_on="", today=TODAY).until_on == NO_END
    assert open_span_of(from_on="", until_on=TOMORROW.isoformat(), today=TODAY).until_on == TOMORROW
    with pytest.raises(InvalidFieldsError):
        open_span_of(from_on=YESTERDAY.isoformat(), until_on="", today=TODAY)


@pytest.mark.parametrize(
    ("departments", "violations"),
    [
        ((), [("department_ids", "REQUIRED")]),
        (("it", "it"), [("department_ids[1]", "DUPLICATE")]),
        (("",), [("department_ids[0]", "REQUIRED")]),
        (tuple(f"d{number}" for number in range(51)), [("department_ids", "TOO_MANY")]),
    ],
)
def test_departments_are_named_one_by_one(
    departments: tuple[str, ...], violations: list[tuple[str, str]]
) -> None:
    draft = HrResponsibilityDraft(person_id="pia", department_ids=departments, from_on="", until_on="")
    with pytest.raises(InvalidFieldsError) as refused:
        check_draft(draft)
    assert [(each.field, each.reason) for each in refused.value.violations] == violations
