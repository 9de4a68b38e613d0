"""Whom a delegate may ask about: the line that was handed over, not its manager, not oneself's own superiors."""

import pytest

from cairn.learners.v1 import events_pb2
from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.reach import Reach, reach_of
from tests.support.reporting.company import NOW, everything
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryFacts, InMemoryReadModels


def _facts(*pairs: tuple[str, str]) -> InMemoryFacts:
    read_models = InMemoryReadModels()
    read_models.apply(everything())
    for manager_id, delegate_id in pairs:
        handed = events_pb2.DelegationState(
            delegation_id=f"{manager_id}-to-{delegate_id}",
            manager_id=manager_id,
            delegate_id=delegate_id,
            from_on="2000-01-01",
            until_on="2999-12-31",
        )
        read_models.apply([event(handed, tenant_id="acme", version=1, at=NOW)])
    return read_models.facts("acme")


def _reach(facts: InMemoryFacts, person_id: str, *roles: str) -> Reach:
    principal = Principal(
        tenant_id="acme",
        subject=f"account-{person_id}",
        roles=frozenset({"employee", *roles}),
        client_id="portal",
        email=None,
        email_verified=False,
    )
    return reach_of(principal=principal, facts=facts)


def test_a_delegate_reaches_the_line_that_was_handed_over_without_the_role_of_a_manager() -> None:
    assert _reach(_facts(("eve", "cleo")), "cleo").person_ids == frozenset({"cleo", "fay"})


def test_a_manager_reaches_both_lines() -> None:
    assert _reach(_facts(("eve", "bob")), "bob", "manager").person_ids == frozenset(
        {"bob", "cleo", "dan", "fay"}
    )


def test_nobody_reaches_who_is_above_and_nothing_is_handed_on() -> None:
    assert _reach(_facts(("ada", "cleo")), "cleo").person_ids == frozenset({"cleo", "dan", "eve", "fay"})
    assert _reach(_facts(("eve", "cleo"), ("cleo", "fay")), "fay").person_ids == frozenset({"fay"})


def test_the_team_of_the_manager_may_be_asked_about_and_the_manager_may_not() -> None:
    facts = _facts(("eve", "cleo"))
    reach = _reach(facts, "cleo")
    asked = PeopleFilter(team_id="eve", include_sub_teams=True)
    found = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=NOW)
    assert [each.person_id for each in found] == ["fay"]
    assert not reach.covers("eve")
    with pytest.raises(NotFoundError):
        asked = PeopleFilter(team_id="bob", include_sub_teams=True)
        people_asked_for(asked=asked, reach=reach, facts=facts, as_of=NOW)
