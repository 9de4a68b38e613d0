"""A large employer: people in lines of ten, most of them on learning paths through stacks, with achievements; the same every time."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Any

from cairn_learners.domain.achievements import Achievement, Decision, Evidence
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.catalogue import Credential, LearningPath, Stack
from cairn_learners.domain.people import Person
from tests.support.learners.builders import (
    TODAY,
    a_credential,
    a_path,
    a_person,
    a_stack,
    an_achievement,
    an_enrolment,
)
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.mongo_world import MongoWorld

TENANT = "bench"
_SEED = 20261122
_LED_BY_ONE = 10
_CREDENTIALS, _STACKS, _PATHS = 60, 15, 10
_BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class Company:
    """Who there is and what is known of them."""

    people: Sequence[Person]
    enrolments: Sequence[Enrolment]
    achievements: Sequence[Achievement]
    credentials: Sequence[Credential] = field(repr=False)
    stacks: Sequence[Stack] = field(repr=False)
    paths: Sequence[LearningPath] = field(repr=False)

    def only(self, person_ids: Collection[str]) -> "Company":
        """The same company, as if nobody else were in it."""
        return replace(
            self,
            people=[each for each in self.people if each.person_id in person_ids],
            enrolments=[each for each in self.enrolments if each.person_id in person_ids],
            achievements=[each for each in self.achievements if each.person_id in person_ids],
        )

    def put_into(self, world: MongoWorld | FakeWorld) -> None:
        """Makes all of it true there."""
        world.know(*self.credentials, *self.stacks, *self.paths)
        facts: Iterator[Any] = iter([*self.people, *self.enrolments, *self.achievements])
        while batch := list(islice(facts, _BATCH)):
            world.put(*batch, tenant_id=TENANT)


def company_of(size: int) -> Company:
    """A company of so many people: three achievements each on average, one path or two."""
    chance = random.Random(_SEED)
    credentials = [a_credential(f"credential-{n}", name=f"Certificate {n}") for n in range(_CREDENTIALS)]
    names = [each.credential_id for each in credentials]
    stacks = [a_stack(f"stack-{n}", *chance.sample(names, 4)) for n in range(_STACKS)]
    paths = [
        a_path(*chance.sample(names, 3), f"stack:stack-{chance.randrange(_STACKS)}", path_id=f"path-{n}")
        for n in range(_PATHS)
    ]
    people = [
        a_person(
            f"person-{n:05}",
            given_name=f"Given{n}",
            family_name=f"Family{chance.randrange(size)}",
            email=f"person.{n}@bench.example",
            title="Analyst",
            manager_id=f"person-{(n - 1) // _LED_BY_ONE:05}" if n else None,
        )
        for n in range(size)
    ]
    enrolments = [
        an_enrolment(
            person.person_id,
            path_id=path.path_id,
            due_on=TODAY + timedelta(days=chance.randrange(-30, 300)),
            started=["s1"],
        )
        for person in people
        for path in chance.sample(paths, chance.choice([1, 1, 2]))
    ]
    achievements = [
        an_achievement(
            credential_id,
            person_id=person.person_id,
            issued_on=TODAY - timedelta(days=chance.randrange(1, 900)),
            decision=chance.choice([Decision.VERIFIED, Decision.VERIFIED, Decision.CLAIMED]),
            validity=chance.choice(["", "P2Y"]),
            evidence=[
                Evidence(url=f"https://evidence.example/{person.person_id}", description="Certificate")
            ],
        )
        for person in people
        for credential_id in chance.sample(names, chance.choice([2, 3, 4]))
    ]
    return Company(
        people=people,
        enrolments=enrolments,
        achievements=achievements,
        credentials=credentials,
        stacks=stacks,
        paths=paths,
    )
