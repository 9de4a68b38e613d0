"""Exceptions, whatever they are stored in."""

from dataclasses import replace
from datetime import timedelta

from cairn_learners.domain.granted_exceptions import Terms, withdraw
from cairn_platform.changes import Change
from tests.ports.learners.conftest import World
from tests.support.learners.builders import NOW, TODAY, TOMORROW, YESTERDAY, a_person
from tests.support.learners.excepting import (
    a_withdrawal,
    an_exception,
    counts,
    exempt,
    learned_before,
    longer,
)

EVERY_KIND: tuple[Terms, ...] = (
    exempt(),
    exempt(step_id="s1"),
    longer(),
    counts("other", for_credential="badge"),
    learned_before("s1"),
)


def test_an_exception_of_every_kind_is_read_as_it_was_saved(world: World) -> None:
    store = world.of()
    for number, terms in enumerate(EVERY_KIND):
        granted = an_exception(terms, exception_id=f"x{number}")
        store.commit([Change(aggregate=granted, happened="granted", happened_at=NOW)])
        assert store.exceptions.get(f"x{number}") == granted
        withdrawn = withdraw(granted, a_withdrawal())
        store.commit([Change(aggregate=withdrawn, happened="withdrawn", happened_at=NOW)])
        assert store.exceptions.get(f"x{number}") == withdrawn
    told = [each.split(" ")[1] for each in world.told()]
    assert told == ["granted"] * len(EVERY_KIND) + ["withdrawn"] * len(EVERY_KIND)
    assert store.exceptions.get("x0-of-nobody") is None


def test_those_in_force_are_the_persons_and_the_tenants_of_today(world: World) -> None:
    world.put(
        an_exception(exempt(), exception_id="mine"),
        an_exception(exempt(), exception_id="last-day", from_on=YESTERDAY, until_on=TODAY),
        an_exception(exempt(), exception_id="lapsed", from_on=YESTERDAY, until_on=YESTERDAY),
        an_exception(exempt(), exception_id="upcoming", from_on=TOMORROW),
        an_exception(exempt(), exception_id="withdrawn", withdrawn=True),
        an_exception(exempt(), exception_id="bobs", person_id="bob"),
        an_exception(exempt(), exception_id="cleos", person_id="cleo"),
        an_exception(counts("a", for_credential="b"), exception_id="everybodys", person_id=None),
    )
    world.put(an_exception(exempt(), exception_id="another-tenants"), tenant_id="other")
    found = world.of().exceptions.in_force(["ann", "bob"], today=TODAY)
    assert {each.exception_id for each in found} == {"mine", "last-day", "bobs", "everybodys"}
    [public] = world.of().exceptions.in_force([], today=TODAY)
    assert public.exception_id == "everybodys"


def test_a_persons_are_listed_the_newest_first_and_the_tenants_for_themselves(world: World) -> None:
    old = an_exception(exempt(), exception_id="old", until_on=TODAY - timedelta(days=9))
    world.put(
        replace(old, granted_at=NOW - timedelta(days=20)),
        an_exception(exempt(), exception_id="new", withdrawn=True),
        an_exception(exempt(), exception_id="bobs", person_id="bob"),
        an_exception(counts("a", for_credential="b"), exception_id="everybodys", person_id=None),
    )
    assert [each.exception_id for each in world.of().exceptions.of("ann")] == ["new", "old"]
    assert [each.exception_id for each in world.of().exceptions.of(None)] == ["everybodys"]


def test_all_about_a_person_has_what_nobody_took_back(world: World) -> None:
    world.put(
        a_person("ann"),
        an_exception(exempt(), exception_id="mine"),
        an_exception(exempt(), exception_id="withdrawn", withdrawn=True),
        an_exception(exempt(), exception_id="bobs", person_id="bob"),
        an_exception(counts("a", for_credential="b"), exception_id="everybodys", person_id=None),
    )
    facts = world.of().facts_about("ann", subject="nobody")
    assert facts is not None
    assert {each.exception_id for each in facts.exceptions} == {"mine", "everybodys"}
