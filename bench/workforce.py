"""A large employer as reporting knows it: people in units and roles, and what they have earned; the same every time."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import FRESHNESS, ReadModels
from cairn_platform.mongo.tenant import document_id
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo import documents
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import Credential, CredentialKind, Requirement, Role, Skill
from cairn_reporting.domain.demands import SkillDemand
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.tenure import Tenure
from cairn_reporting.domain.workforce import Department, Person

TENANT = "bench"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
_SEED = 20261122
_UNITS, _ROLES, _SKILLS, _CREDENTIALS = 50, 100, 200, 500
_ASKED_BY_A_ROLE, _EARNED, _GRANTED = 10, 10, 2
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Earned:
    """One verified achievement: by the numbers of person and credential, and from when until when."""

    person: int
    credential: int
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Employer:
    """Who there is by number: the role and the unit of each; what roles ask for and credentials grant, by skill number."""

    roles: Sequence[int]
    units: Sequence[int]
    asked: Sequence[Mapping[int, int]]
    granted: Sequence[Mapping[int, int]]
    earned: Sequence[Earned]

    def earned_by(self, person: int) -> Sequence[Earned]:
        """What one person has earned."""
        return self.earned[person * _EARNED : (person + 1) * _EARNED]

    def put_into(self, database: Database[Document]) -> None:
        """As the worker would have stored it from events."""
        read_models = ReadModels(database, PROJECTIONS)
        read_models.ensure(generation=1)
        for collection, rows in (
            (documents.SKILLS, self._skills()),
            (documents.CREDENTIALS, self._credentials()),
            (documents.ROLES, self._roles()),
            (documents.DEPARTMENTS, self._departments()),
            (documents.PEOPLE, self._people()),
            (documents.ACHIEVEMENTS, self._achievements()),
            (FRESHNESS, [("", {"latest_event_at": NOW, "number": 1})]),
        ):
            _insert(database, read_models.collection_name(collection, 1), rows)

    def _skills(self) -> Iterator[tuple[str, Document]]:
        for number in range(_SKILLS):
            yield skill_id(number), documents.from_skill(Skill(skill_id(number), f"Skill {number}"))

    def _credentials(self) -> Iterator[tuple[str, Document]]:
        for number, grants in enumerate(self.granted):
            credential = Credential(
                credential_id=credential_id(number),
                name=f"Credential {number}",
                kind=CredentialKind.INDUSTRY_CERTIFICATION,
                grants={skill_id(skill): level for skill, level in grants.items()},
            )
            yield credential.credential_id, documents.from_credential(credential)

    def _roles(self) -> Iterator[tuple[str, Document]]:
        for number, asked in enumerate(self.asked):
            requirements = tuple(
                Requirement(f"q{place}", SkillDemand(skill_id(skill), level), None)
                for place, (skill, level) in enumerate(asked.items())
            )
            role = Role(role_id=role_id(number), name=f"Role {number}", requirements=requirements)
            yield role.role_id, documents.from_role(role)

    def _departments(self) -> Iterator[tuple[str, Document]]:
        for number in range(_UNITS):
            yield unit_id(number), documents.from_department(Department(unit_id(number), None))

    def _people(self) -> Iterator[tuple[str, Document]]:
        for number, (role, unit) in enumerate(zip(self.roles, self.units, strict=True)):
            person = Person(
                person_id=person_id(number),
                account_subject=None,
                role_id=role_id(role),
                department_id=unit_id(unit),
                manager_id=person_id(number // 10) if number else None,
                target_role_id=None,
                tenure=Tenure(hired_on=(NOW - timedelta(days=number % 3000)).date()),
                location=f"Place {number % 7}",
            )
            yield person.person_id, documents.from_person(person)

    def _achievements(self) -> Iterator[tuple[str, Document]]:
        for number, each in enumerate(self.earned):
            achievement = Achievement(
                achievement_id=f"a{number:08}",
                person_id=person_id(each.person),
                credential_id=credential_id(each.credential),
                verified=True,
                periods=(Period(valid_from=each.valid_from, valid_until=each.valid_until),),
            )
            yield achievement.achievement_id, documents.from_achievement(achievement)


def employer_of(people: int, *, role_of: Callable[[int], int] = lambda person: person) -> Employer:
    """So many people, each with ten achievements that give two skills each, in roles that ask for ten skills; there are a hundred roles."""
    chance = random.Random(_SEED)
    return Employer(
        roles=[role_of(number) % _ROLES for number in range(people)],
        units=[chance.randrange(_UNITS) for _ in range(people)],
        asked=[_levels(chance, _ASKED_BY_A_ROLE) for _ in range(_ROLES)],
        granted=[_levels(chance, _GRANTED) for _ in range(_CREDENTIALS)],
        earned=[_earned(chance, person) for person in range(people) for _ in range(_EARNED)],
    )


def person_id(number: int) -> str:
    """As ids sort as numbers do."""
    return f"p{number:07}"


def skill_id(number: int) -> str:
    """A skill's id."""
    return f"s{number:03}"


def credential_id(number: int) -> str:
    """A credential's id."""
    return f"c{number:03}"


def role_id(number: int) -> str:
    """A role's id."""
    return f"r{number:03}"


def unit_id(number: int) -> str:
    """A unit's id."""
    return f"u{number:02}"


def _levels(chance: random.Random, count: int) -> Mapping[int, int]:
    return {skill: chance.randint(1, 4) for skill in chance.sample(range(_SKILLS), k=count)}


def _earned(chance: random.Random, person: int) -> Earned:
    """Within the last three years; one in five for ever, the others for one to four years."""
    valid_from = NOW - timedelta(days=chance.randrange(1, 1100))
    ends = None if chance.randrange(5) == 0 else valid_from + timedelta(days=chance.randrange(365, 1460))
    return Earned(person, chance.randrange(_CREDENTIALS), valid_from, ends)


def _insert(database: Database[Document], name: str, rows: Iterable[tuple[str, Document]]) -> None:
    waiting = (
        {
            "_id": document_id(TENANT, aggregate_id) if aggregate_id else TENANT,
            "tenant_id": TENANT,
            "version": 1,
            "happened_at": NOW,
            **fields,
        }
        for aggregate_id, fields in rows
    )
    while some := list[Any](islice(waiting, _BATCH)):
        database[name].insert_many(some, ordered=False)
