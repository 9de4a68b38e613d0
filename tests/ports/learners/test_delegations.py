"""Delegations, whatever they are stored in."""

from datetime import timedelta

from cairn_learners.application.orders import by_acted_at, by_handed_over_at
from cairn_learners.domain.delegations import withdraw
from cairn_platform.changes import Change
from tests.ports.learners.conftest import World
from tests.support.learners.builders import NOW, TODAY, TOMORROW, YESTERDAY
from tests.support.learners.delegating import a_delegation, an_act
from tests.support.learners.excepting import a_withdrawal

HOUR = timedelta(hours=1)


def test_a_delegation_and_its_acts_are_read_as_they_were_saved(world: World) -> None:
    store = world.of()
    delegation, act = a_delegation(delegation_id="d1"), an_act()
    store.commit(
        [
            Change(aggregate=delegation, happened="handed_over", happened_at=NOW),
            Change(aggregate=act, happened=None, happened_at=NOW),
        ]
    )
    assert store.delegations.get("d1") == delegation
    assert list(store.delegations.acts(delegation, after=None, at_most=9)) == [act]
    assert world.told() == ["delegation handed_over"]
    ended = withdraw(delegation, a_withdrawal())
    store.commit([Change(aggregate=ended, happened="taken_back", happened_at=NOW)])
    assert store.delegations.get("d1") == ended
    assert store.delegations.get("unknown") is None


def test_those_handed_to_somebody_are_the_ones_of_today(world: World) -> None:
    world.put(
        a_delegation("cleo", "zoe"),
        a_delegation("ben", "zoe", from_on=YESTERDAY, until_on=TODAY),
        a_delegation("bob", "zoe", from_on=YESTERDAY, until_on=YESTERDAY),
        a_delegation("yan", "zoe", from_on=TOMORROW),
        a_delegation("ann", "zoe", withdrawn=True),
        a_delegation("zoe", "cleo"),
    )
    world.put(a_delegation("sam", "zoe"), tenant_id="other")
    found = world.of().delegations.handed_to("zoe", today=TODAY)
    assert {each.manager_id for each in found} == {"cleo", "ben"}
    assert {each.delegate_id for each in world.of().delegations.of_manager("ann")} == {"zoe"}


def test_delegations_are_listed_the_newest_first_page_by_page(world: World) -> None:
    delegations = [
        a_delegation(manager, delegate, handed_over_at=NOW - number * HOUR)
        for number, (manager, delegate) in enumerate([("cleo", "zoe"), ("ben", "ann"), ("zoe", "cleo")])
    ]
    world.put(*delegations)
    store = world.of().delegations
    assert list(store.list(None, after=None, at_most=9)) == delegations
    assert list(store.list("cleo", after=None, at_most=9)) == [delegations[0], delegations[2]]
    behind = by_handed_over_at(delegations[0])
    assert list(store.list(None, after=behind, at_most=1)) == [delegations[1]]


def test_acts_are_those_of_the_pair_while_the_delegation_lasted(world: World) -> None:
    store = world.of()
    acts = [
        an_act("now"),
        an_act("earlier", acted_at=NOW - HOUR),
        an_act("before", acted_at=NOW - timedelta(days=1)),
        an_act("somebody-else", acted_by="bob"),
    ]
    store.commit([Change(aggregate=each, happened=None, happened_at=NOW) for each in acts])
    found = store.delegations.acts(a_delegation(), after=None, at_most=9)
    assert [each.act_id for each in found] == ["now", "earlier"]
    [second] = store.delegations.acts(a_delegation(), after=by_acted_at(found[0]), at_most=1)
    assert second.act_id == "earlier"
