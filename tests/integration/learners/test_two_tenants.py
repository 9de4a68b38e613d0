"""Whatever two tenants do, in any order: each ends where it would have ended alone, in MongoDB as in memory."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn_learners.application.achievements import claim_achievement, decide_achievement
from cairn_learners.application.assignments import assign_path, start
from cairn_learners.application.own_self import get_self
from cairn_learners.application.ports import (
    AchievementFilter,
    AssignmentFilter,
    EnrolmentFilter,
    PeopleFilter,
)
from cairn_learners.application.save_person import save_person
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import ClaimDraft, Decision
from cairn_platform.errors import RefusedError
from cairn_platform.identity import Principal
from tests.support.learners.builders import NOW, YESTERDAY, a_credential, a_draft, a_path, an_audience
from tests.support.learners.databases import FencedDatabase, emptied
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.mongo_world import MongoWorld

World = FakeWorld | MongoWorld
TENANTS = ("acme", "other")
PEOPLE = ("ann", "ben", "cleo")


@dataclass
class Tenant:
    """One tenant in a world, and the ids that it gives: the same ones for the same doings."""

    world: World
    tenant_id: str
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def scope(self, person_id: str, *roles: str) -> Scope:
        """A call of somebody."""
        principal = Principal(
            tenant_id=self.tenant_id,
            subject=f"sub-{person_id}",
            roles=frozenset(roles or ("employee", "hr", "tenant-admin")),
            client_id="portal",
            email=f"{person_id}@shared.example",
            email_verified=True,
        )
        store = self.world.of(self.tenant_id)
        return Scope(principal=principal, store=store, now=NOW, new_id=lambda: f"id-{next(self.ids)}")

    def dump(self) -> list[Any]:
        """Everything that the tenant can see."""
        store = self.world.of(self.tenant_id)
        everybody = PeopleFilter(text="", person_ids=None, department_ids=None)
        return [
            store.list_people(everybody, after=None, at_most=99),
            store.list_assignments(AssignmentFilter(path_id=None, enrolled=None), after=None, at_most=99),
            store.list_enrolments(
                EnrolmentFilter(person_ids=None, path_id=None, assignment_id=None), after=None, at_most=99
            ),
            store.list_achievements(
                AchievementFilter(person_ids=None, decision=None, credential_id=None), after=None, at_most=99
            ),
            self.world.told(self.tenant_id),
        ]


Doing = Callable[[Tenant], object]


def _register(person_id: str, manager_id: str) -> Doing:
    email = f"{person_id}@shared.example"
    draft = a_draft(person_id, email=email, manager_id=manager_id)
    return lambda tenant: save_person(tenant.scope("tess"), draft=draft, expected_version=0, once=None)


def _sign_in(person_id: str) -> Doing:
    return lambda tenant: get_self(tenant.scope(person_id))


def _assign(person_id: str, path_id: str) -> Doing:
    return lambda tenant: assign_path(
        tenant.scope("tess"), path_id=path_id, audience=an_audience(person_id), due_on="", note="", once=None
    )


def _start(number: int, person_id: str) -> Doing:
    return lambda tenant: start(tenant.scope(person_id), enrolment_id=f"id-{number}", step_id="s1")


def _claim(person_id: str, credential_id: str) -> Doing:
    draft = ClaimDraft(
        person_id=person_id, credential_id=credential_id, issued_on=YESTERDAY.isoformat(), evidence=()
    )
    return lambda tenant: claim_achievement(tenant.scope("tess"), draft=draft, once=None)


def _decide(number: int, decision: Decision) -> Doing:
    return lambda tenant: decide_achievement(
        tenant.scope("tess"),
        MemoryContents(),
        achievement_id=f"id-{number}",
        decision=decision,
        reason="Because.",
    )


DOINGS = st.one_of(
    st.builds(_register, st.sampled_from(PEOPLE), st.sampled_from(["", *PEOPLE])),
    st.builds(_sign_in, st.sampled_from(PEOPLE)),
    st.builds(_assign, st.sampled_from(PEOPLE), st.sampled_from(["path", "own-of-acme"])),
    st.builds(_start, st.integers(1, 6), st.sampled_from(PEOPLE)),
    st.builds(_claim, st.sampled_from(PEOPLE), st.sampled_from(["badge", "own-of-acme"])),
    st.builds(_decide, st.integers(1, 6), st.sampled_from(Decision)),
)


def _known(world: World) -> World:
    world.know(a_credential("badge"), a_path("badge"))
    world.know(a_credential("own-of-acme"), a_path("badge", path_id="own-of-acme"), tenant_id="acme")
    return world


def _do(doing: Doing, tenant: Tenant) -> None:
    with suppress(RefusedError):
        doing(tenant)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(doings=st.lists(st.tuples(st.sampled_from(TENANTS), DOINGS), min_size=4, max_size=20))
def test_no_interleaving_of_two_tenants_changes_what_either_of_them_sees(
    learners_database: FencedDatabase, doings: list[tuple[str, Doing]]
) -> None:
    with emptied(learners_database) as world:
        _known(world)
        together = {tenant_id: Tenant(world, tenant_id) for tenant_id in TENANTS}
        for tenant_id, doing in doings:
            _do(doing, together[tenant_id])
        for tenant_id in TENANTS:
            alone = Tenant(_known(FakeWorld()), tenant_id)
            for its_tenant, doing in doings:
                if its_tenant == tenant_id:
                    _do(doing, alone)
            assert together[tenant_id].dump() == alone.dump()
