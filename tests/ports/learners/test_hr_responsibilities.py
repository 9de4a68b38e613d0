"""Responsibilities as HR, whatever they are stored in."""

from datetime import timedelta

from cairn_learners.application.orders import by_given_at
from cairn_learners.domain.hr_responsibilities import take_back
from cairn_learners.domain.tenure import Position
from cairn_platform.changes import Change
from tests.ports.learners.conftest import World
from tests.support.learners.builders import NOW, TOMORROW, a_person
from tests.support.learners.excepting import a_withdrawal
from tests.support.learners.responsible import a_responsibility

HOUR = timedelta(hours=1)
BESIDE = Position(title="", role_id=None, department_id="inside", manager_id=None, taken_on=None)


def test_a_responsibility_is_read_as_it_was_saved(world: World) -> None:
    store = world.of()
    for given in (
        a_responsibility("pia", "inside", "field", responsibility_id="r1"),
        a_responsibility("pia", until_on=TOMORROW, responsibility_id="r2"),
    ):
        store.commit([Change(aggregate=given, happened="given", happened_at=NOW)])
        assert store.hr_responsibilities.get(given.responsibility_id) == given
    ended = take_back(given, a_withdrawal())
    store.commit([Change(aggregate=ended, happened="taken_back", happened_at=NOW)])
    assert store.hr_responsibilities.get("r2") == ended
    assert store.hr_responsibilities.get("unknown") is None
    assert len(world.told()) == 3


def test_responsibilities_are_listed_the_newest_first_page_by_page(world: World) -> None:
    given = [
        a_responsibility(person_id, given_at=NOW - number * HOUR)
        for number, person_id in enumerate(("pia", "zoe", "yan"))
    ]
    world.put(*given)
    world.put(a_responsibility("sam"), tenant_id="other")
    store = world.of().hr_responsibilities
    assert list(store.list(None, after=None, at_most=9)) == given
    assert list(store.list(None, after=by_given_at(given[0]), at_most=1)) == [given[1]]
    assert list(store.list("yan", after=None, at_most=9)) == list(store.of_person("yan")) == [given[2]]


def test_people_are_in_a_department_by_any_of_their_positions(world: World) -> None:
    world.put(
        a_person("ann", department_id="inside"),
        a_person("ben", department_id="field", further_positions=(BESIDE,)),
        a_person("bob", department_id="field"),
        a_person("zoe"),
    )
    world.put(a_person("sam", department_id="inside"), tenant_id="other")
    people_in = world.of().hr_responsibilities.people_in
    assert people_in({"inside"}) == {"ann", "ben"}
    assert people_in({"inside", "field"}) == {"ann", "ben", "bob"}
    assert people_in({"unknown"}) == people_in(()) == set()
