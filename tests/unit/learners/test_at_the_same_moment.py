"""Somebody else is faster: their change is committed after one has looked and before one saves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from cairn_learners.application.achievements import claim_achievement, decide_achievement
from cairn_learners.application.assignments import assign_path, start
from cairn_learners.application.departments import save_department
from cairn_learners.application.import_achievements import import_achievements
from cairn_learners.application.import_people import import_people
from cairn_learners.application.own_self import get_self
from cairn_learners.application.save_person import choose_role, save_person
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievement_import import PastAchievement
from cairn_learners.domain.achievements import ClaimDraft, Decision
from cairn_learners.domain.departments import DepartmentDraft
from cairn_learners.domain.errors import AlreadyClaimedError, AlreadyDecidedError
from cairn_learners.domain.people import Person, PersonDraft
from cairn_learners.domain.recertification_policy import Basis
from cairn_platform.changes import Change
from cairn_platform.errors import InvalidFieldsError, StaleVersionError
from cairn_platform.identity import Principal
from tests.support.learners.builders import (
    NOW,
    YESTERDAY,
    a_credential,
    a_department,
    a_draft,
    a_path,
    a_person,
    an_achievement,
    an_audience,
    an_enrolment,
)
from tests.support.learners.fake_store import FakeLearners, FakeWorld
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_credential_policy, a_version_draft

Meanwhile = Callable[[Scope], object]


class _Interrupted(FakeLearners):
    """A store in which something else happens right before the first commit."""

    def __init__(self, world: FakeWorld, meanwhile: Callable[[], object]) -> None:
        super().__init__(world, "acme")
        self._meanwhile: Callable[[], object] | None = meanwhile

    def commit(self, changes: Sequence[Change[Any]], **how: Any) -> None:
        """Lets the other go first, once."""
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            meanwhile()
        super().commit(changes, **how)


def _scope(store: FakeLearners, *, subject: str = "sub-boss", email: str | None = None) -> Scope:
    numbers = count(1)
    return Scope(
        principal=Principal(
            tenant_id="acme",
            subject=subject,
            roles=frozenset({"hr", "tenant-admin"}),
            client_id="portal",
            email=email,
            email_verified=True,
        ),
        store=store,
        now=NOW,
        new_id=lambda: f"{id(store)}-{next(numbers)}",
    )


@pytest.fixture
def world() -> FakeWorld:
    """Three people without a line, two departments, a credential and a path."""
    world = FakeWorld()
    world.put(a_person("ann"), a_person("ben"), a_person("cleo"), a_department("a"), a_department("b"))
    world.know(a_credential("badge"), a_path("badge", "html"), "lead")
    return world


def _interrupted(world: FakeWorld, meanwhile: Meanwhile, **caller: Any) -> Scope:
    other = _scope(world.of("acme"), **caller)
    return _scope(_Interrupted(world, lambda: meanwhile(other)), **caller)


def _led_by(person_id: str, manager_id: str) -> Callable[[Scope], Person]:
    draft = a_draft(person_id, given_name=person_id.capitalize(), manager_id=manager_id)
    return lambda scope: save_person(scope, draft=draft, expected_version=1, once=None)


def _moved(department_id: str, parent_id: str) -> Meanwhile:
    draft = DepartmentDraft(department_id=department_id, name=department_id, parent_department_id=parent_id)
    return lambda scope: save_department(scope, draft=draft, expected_version=1, once=None)


def test_a_circle_that_two_admins_close_is_noticed_by_the_second(world: FakeWorld) -> None:
    scope = _interrupted(world, _led_by("ben", "ann"))
    with pytest.raises(InvalidFieldsError, match="ann is led by ben is led by ann"):
        _led_by("ann", "ben")(scope)
    assert world.of().reporting_lines().above_of == {"ann": None, "ben": "ann", "cleo": None}


def test_a_change_of_another_line_does_not_stand_in_the_way(world: FakeWorld) -> None:
    scope = _interrupted(world, _led_by("ben", "cleo"))
    _led_by("ann", "cleo")(scope)
    assert world.of().reporting_lines().above_of == {"ann": "cleo", "ben": "cleo", "cleo": None}


def test_a_circle_of_departments_that_two_admins_close_is_noticed_by_the_second(world: FakeWorld) -> None:
    scope = _interrupted(world, _moved("b", "a"))
    with pytest.raises(InvalidFieldsError, match="a is a part of b is a part of a"):
        _moved("a", "b")(scope)
    assert world.of().department_tree().above_of == {"a": None, "b": "a"}


def _imported(*drafts: PersonDraft) -> Callable[[Scope], list[str]]:
    return lambda scope: [row.outcome.value for row in import_people(scope, drafts=drafts)]


def test_a_circle_that_an_import_would_close_meanwhile_is_refused_row_by_row(world: FakeWorld) -> None:
    scope = _interrupted(world, _led_by("ben", "ann"))
    rows = _imported(
        a_draft("ann", given_name="Ann", manager_id="ben"),
        a_draft("cleo", given_name="Cleo", manager_id="ann"),
    )
    assert rows(scope) == ["refused", "changed"]
    assert world.of().reporting_lines().above_of == {"ann": None, "ben": "ann", "cleo": "ann"}


def test_the_same_import_meanwhile_leaves_nothing_to_do(world: FakeWorld) -> None:
    rows = _imported(a_draft("new"), a_draft("ann", given_name="Anna"))
    assert rows(_interrupted(world, rows)) == ["unchanged", "unchanged"]
    assert world.told() == ["person changed", "person registered"]


def test_a_mail_address_that_somebody_took_meanwhile_is_taken(world: FakeWorld) -> None:
    def register(person_id: str) -> Meanwhile:
        draft = a_draft(person_id, email="e@acme.example")
        return lambda scope: save_person(scope, draft=draft, expected_version=0, once=None)

    with pytest.raises(InvalidFieldsError, match="belongs to somebody else"):
        register("eve")(_interrupted(world, register("eva")))
    assert world.told() == ["person registered"]


def test_a_person_who_was_changed_meanwhile_is_stale(world: FakeWorld) -> None:
    def choose(role_id: str) -> Meanwhile:
        return lambda scope: choose_role(scope, person_id="ann", role_id=role_id, expected_version=1)

    with pytest.raises(StaleVersionError):
        choose("lead")(_interrupted(world, _led_by("ann", "cleo")))


def _assign(*people: str) -> Callable[[Scope], tuple[str, ...]]:
    audience = an_audience(*people)
    return lambda scope: (
        assign_path(scope, path_id="path", audience=audience, due_on="", note="", once=None).enrolled
    )


def test_who_was_enrolled_meanwhile_is_not_enrolled_again(world: FakeWorld) -> None:
    assert _assign("ann", "ben")(_interrupted(world, _assign("ben", "cleo"))) == ("ann",)
    assert world.told().count("enrolment enrolled") == 3


def test_where_everybody_was_enrolled_meanwhile_nothing_is_added(world: FakeWorld) -> None:
    assert _assign("ann")(_interrupted(world, _assign("ann"))) == ()
    assert world.told() == ["assignment assigned", "enrolment enrolled"]


def test_a_step_begun_meanwhile_is_kept_beside_the_other(world: FakeWorld) -> None:
    world.put(a_person("dora", account_subject="sub-dora"), an_enrolment("dora"))

    def begin(step_id: str) -> Meanwhile:
        return lambda scope: start(scope, enrolment_id="dora-on-path", step_id=step_id)

    begin("s1")(_interrupted(world, begin("s2"), subject="sub-dora"))
    found = world.of().enrolment("dora-on-path")
    assert found is not None
    assert [step.step_id for step in found.started_steps] == ["s2", "s1"]


def _claimed() -> ClaimDraft:
    return ClaimDraft(person_id="ann", credential_id="badge", issued_on=YESTERDAY.isoformat(), evidence=())


def test_what_was_claimed_meanwhile_is_claimed_already(world: FakeWorld) -> None:
    def claim(scope: Scope) -> object:
        return claim_achievement(scope, draft=_claimed(), once=None)

    with pytest.raises(AlreadyClaimedError):
        claim(_interrupted(world, claim))
    assert world.told() == ["achievement claimed"]


def test_what_was_decided_meanwhile_is_decided_already(world: FakeWorld) -> None:
    world.put(an_achievement(achievement_id="claim", decision=Decision.CLAIMED))

    def decide(decision: Decision) -> Meanwhile:
        return lambda scope: decide_achievement(
            scope, MemoryContents(), achievement_id="claim", decision=decision, reason="Because."
        )

    with pytest.raises(AlreadyDecidedError):
        decide(Decision.VERIFIED)(_interrupted(world, decide(Decision.REFUSED)))
    assert world.told() == ["achievement refused"]


def test_what_was_verified_meanwhile_is_renewed_and_not_forgotten(world: FakeWorld) -> None:
    """Two achievements of one credential are verified at once: neither is reckoned as if the other were not there."""
    policy = a_policy_draft(Basis.EXPIRY, validity="P1Y", window="P3M", grace="P1M")
    world.put(a_credential_policy("badge", a_version_draft(policy)))
    for number, issued_on in enumerate((date(2024, 3, 1), date(2025, 1, 15)), start=1):
        world.put(an_achievement(achievement_id=f"a{number}", decision=Decision.CLAIMED, issued_on=issued_on))

    def verify(achievement_id: str) -> Meanwhile:
        return lambda scope: decide_achievement(
            scope, MemoryContents(), achievement_id=achievement_id, decision=Decision.VERIFIED, reason=""
        )

    verify("a2")(_interrupted(world, verify("a1")))
    first, second = (world.of().achievement(each) for each in ("a1", "a2"))
    assert first is not None
    assert second is not None
    assert first.held[-1].renewed_at == datetime(2025, 1, 15, tzinfo=UTC)
    assert [str(each.dates.last_valid_on) for each in (*first.held, *second.held)] == [
        "2025-02-28",
        "2026-02-28",
    ]


def test_what_was_imported_meanwhile_is_there_already(world: FakeWorld) -> None:
    rows = [PastAchievement(claim=_claimed(), decision=Decision.VERIFIED, reason="")]

    def bring(scope: Scope) -> list[str]:
        return [row.outcome.value for row in import_achievements(scope, rows=rows)]

    assert bring(_interrupted(world, bring)) == ["unchanged"]
    assert world.told() == ["achievement verified"]


def test_an_account_that_was_linked_meanwhile_is_the_persons(world: FakeWorld) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    scope = _interrupted(world, get_self, subject="sub-eva", email="eva@acme.example")
    person = get_self(scope).person
    assert person is not None
    assert person.person_id == "eva"
    assert world.told() == ["person account_linked"]


class _LinkedAtTheSecondLook(FakeLearners):
    """A store in which the account is linked between the look for the account and the look for the mail address."""

    def people_by_email(self, keys: Iterable[str]) -> Mapping[str, Person]:
        """Lets another first call of the same account go first."""
        get_self(_scope(self._world.of("acme"), subject="sub-eva", email="eva@acme.example"))
        return super().people_by_email(keys)


def test_an_account_that_was_linked_between_two_looks_is_the_persons(world: FakeWorld) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    scope = _scope(_LinkedAtTheSecondLook(world, "acme"), subject="sub-eva", email="eva@acme.example")
    person = get_self(scope).person
    assert person is not None
    assert person.person_id == "eva"
    assert world.told() == ["person account_linked"]


def test_a_person_whom_another_account_was_linked_to_meanwhile_is_not_this_accounts(world: FakeWorld) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    other = _scope(world.of("acme"), subject="sub-other", email="eva@acme.example")
    scope = _scope(_Interrupted(world, lambda: get_self(other)), subject="sub-eva", email="eva@acme.example")
    assert get_self(scope).person is None
