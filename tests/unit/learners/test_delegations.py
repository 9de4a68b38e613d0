"""A line in other hands: whom its delegate reaches, for whom, and nobody further."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.delegated_acts import MOST_PEOPLE_LOGGED, Deed, acts_of
from cairn_learners.domain.delegations import (
    Delegation,
    already_handed_over,
    candidates,
    check_candidate,
    lent_lines,
    superiors,
)
from cairn_learners.domain.errors import OwnClaimError
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.reach import Reach, check_may_decide_on, check_may_grant, reach_of
from cairn_platform.errors import NotFoundError
from tests.support.learners.builders import NOW, TODAY, TOMORROW, YESTERDAY, lines
from tests.support.learners.delegating import a_delegation

LINES = lines(cleo=None, ben="cleo", ann="ben", amy="ben", bob="cleo", zoe=None, yan="zoe")
DAY = timedelta(days=1)


def reach(own_id: str, *delegations: Delegation, roles: tuple[str, ...] = ("employee", "manager")) -> Reach:
    return reach_of(
        roles=frozenset(roles),
        own_id=own_id,
        lines=LINES,
        lent=lent_lines(own_id, delegations=delegations, lines=LINES, today=TODAY),
    )


def test_a_delegate_reaches_the_own_line_and_the_one_that_was_handed_over() -> None:
    found = reach("zoe", a_delegation("cleo", "zoe"))
    assert found.line == {"yan", "ben", "ann", "amy", "bob"}
    assert {each: found.on_behalf_of(each) for each in ("yan", "ann", "cleo")} == {
        "yan": None,
        "ann": "cleo",
        "cleo": None,
    }
    assert not found.sees("cleo")


def test_it_needs_no_role_of_a_manager() -> None:
    assert reach("yan", a_delegation("ben", "yan"), roles=("employee",)).line == {"ann", "amy"}


@pytest.mark.parametrize(
    "delegation",
    [
        a_delegation(from_on=TOMORROW),
        a_delegation(from_on=YESTERDAY - DAY, until_on=YESTERDAY),
        a_delegation(withdrawn=True),
        a_delegation("cleo", "yan"),
    ],
)
def test_it_lasts_from_its_first_to_its_last_day_for_its_delegate(delegation: Delegation) -> None:
    assert reach("zoe", delegation).line == {"yan"}


def test_what_was_handed_over_is_not_handed_on() -> None:
    chain = (a_delegation("cleo", "zoe"), a_delegation("zoe", "yan"))
    assert reach("yan", *chain, roles=("employee",)).line == set()


def test_nobody_reaches_themselves_or_who_is_above_by_a_line_that_was_handed_over() -> None:
    found = reach("ann", a_delegation("cleo", "ann"), roles=("employee",))
    assert found.line == {"amy", "bob"}
    for check in (check_may_decide_on, check_may_grant):
        with pytest.raises(NotFoundError):
            check(found, "ben")
    with pytest.raises(OwnClaimError):
        check_may_decide_on(found, "ann")


def test_who_has_left_stands_in_for_nobody_and_nobody_for_them() -> None:
    for gone in ("cleo", "zoe"):
        without = Hierarchy(LINES.above_of, gone=frozenset({gone}))
        assert not lent_lines("zoe", delegations=[a_delegation("cleo", "zoe")], lines=without, today=TODAY)


PEOPLE = "abcdefgh"


@st.composite
def organizations(draw: st.DrawFn) -> Hierarchy:
    """Anybody below anybody who comes before in the alphabet."""
    above: dict[str, str | None] = {}
    for number, person_id in enumerate(PEOPLE):
        above[person_id] = draw(st.sampled_from([None, *PEOPLE[:number]]))
    return Hierarchy(above)


@given(
    organization=organizations(),
    pairs=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=6),
    own_id=st.sampled_from(PEOPLE),
    is_manager=st.booleans(),
)
def test_reach_with_delegations_is_within_the_own_and_the_handed_over_lines(
    organization: Hierarchy, pairs: list[tuple[str, str]], own_id: str, is_manager: bool
) -> None:
    delegations = [a_delegation(manager, delegate) for manager, delegate in pairs]
    found = reach_of(
        roles=frozenset({"manager"} if is_manager else {"employee"}),
        own_id=own_id,
        lines=organization,
        lent=lent_lines(own_id, delegations=delegations, lines=organization, today=TODAY),
    )
    own_line = organization.below(own_id) if is_manager else frozenset()
    handed = {manager for manager, delegate in pairs if delegate == own_id}
    allowed = own_line.union(*(organization.below(manager) for manager in handed))
    above = superiors(own_id, lines=organization)
    assert own_line <= found.line <= allowed
    assert found.line == own_line | (allowed - above - {own_id})
    assert own_id not in found.line
    assert not found.line & above
    for person_id in found.line:
        for_whom = found.on_behalf_of(person_id)
        assert (for_whom is None) == (person_id in own_line)
        assert for_whom is None or (for_whom in handed and person_id in organization.below(for_whom))


def test_a_line_goes_to_who_is_below_or_above_or_reports_to_the_same_manager() -> None:
    assert candidates("ben", lines=LINES) == {"ann", "amy", "cleo", "bob"}
    assert candidates("cleo", lines=LINES) == {"ben", "ann", "amy", "bob"}
    check_candidate("bob", manager_id="ben", lines=LINES, anybody=False)
    check_candidate("yan", manager_id="ben", lines=LINES, anybody=True)
    for delegate_id, anybody in (("yan", False), ("unknown", True)):
        with pytest.raises(NotFoundError):
            check_candidate(delegate_id, manager_id="ben", lines=LINES, anybody=anybody)


def test_a_line_is_in_the_same_hands_once_at_a_time() -> None:
    before = [a_delegation(until_on=TOMORROW)]
    assert already_handed_over(a_delegation(), before=before)
    assert not already_handed_over(a_delegation(from_on=TOMORROW + DAY), before=before)
    assert not already_handed_over(a_delegation("cleo", "yan"), before=before)
    assert not already_handed_over(a_delegation(), before=[a_delegation(withdrawn=True)])


def test_what_is_done_for_somebody_is_one_act_for_each_deed_and_says_about_whom() -> None:
    many = [
        Deed(subject="assignment", subject_id="a1", happened="enrolled", person_id=f"p{n}")
        for n in range(150)
    ]
    other = Deed(subject="achievement", subject_id="c1", happened="verified", person_id="ann")
    own = Deed(subject="achievement", subject_id="c2", happened="verified", person_id="yan")
    for_whom = {f"p{n}": "cleo" for n in range(150)} | {"ann": "ben"}
    acts = acts_of([*many, other, own], acted_by="zoe", on_behalf_of=for_whom, new_id=lambda: "id", now=NOW)
    assert [(each.on_behalf_of, each.subject_id, each.people_count) for each in acts] == [
        ("cleo", "a1", 150),
        ("ben", "c1", 1),
    ]
    assert len(acts[0].person_ids) == MOST_PEOPLE_LOGGED
