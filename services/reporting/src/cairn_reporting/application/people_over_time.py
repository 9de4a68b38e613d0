"""The people of a set at one month's end after the other: who fitted then, as they then were, and how each of them stood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cairn_reporting.application.loading import evidence, role_with_requirements
from cairn_reporting.application.people import Candidates
from cairn_reporting.application.ports import Facts
from cairn_reporting.domain.catalogue import Ladder, Role
from cairn_reporting.domain.comparison import (
    FOR_GAPS,
    FOR_READINESS,
    RoleChoice,
    candidates,
    comparison_for,
    roles_for,
)
from cairn_reporting.domain.months import Month
from cairn_reporting.domain.person_trend import PersonTrend
from cairn_reporting.domain.trends import PersonMonth
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class PeopleThen:
    """The people of a month's end, as they then were, and how each of them stood, by person id."""

    people: Sequence[Person]
    standing: Mapping[str, PersonMonth]


class RolesInQuestion:
    """The roles that people are compared with: one by name, else by the choice; without one as readiness and gaps do by themselves."""

    def __init__(
        self, *, role_id: str | None, choice: RoleChoice | None, people: Iterable[Person], facts: Facts
    ) -> None:
        """Loads whatever role one of the people may be compared with; raises as `role_with_requirements` for one by name."""
        self._choices = (choice,) if choice else FOR_READINESS
        self._gap_choice = choice or FOR_GAPS
        self._ladders: Sequence[Ladder] = () if role_id else facts.ladders()
        self._named = role_with_requirements(role_id, facts=facts) if role_id else None
        role_ids = {
            each
            for person in people
            for each in (
                *person.role_ids,
                *(
                    found
                    for _, found in candidates(person=person, choices=self._choices, ladders=self._ladders)
                ),
            )
        }
        self._roles = {} if self._named else facts.roles(role_ids)

    def every_role(self) -> Iterable[Role]:
        """All of them."""
        return (self._named,) if self._named else self._roles.values()

    def aimed_at(self, person: Person) -> Role | None:
        """The role that the person's readiness is told for."""
        if self._named:
            return self._named
        found = comparison_for(person=person, choices=self._choices, roles=self._roles, ladders=self._ladders)
        return found.role if found else None

    def asking(self, person: Person) -> tuple[Role, ...]:
        """The roles that the person's gaps are told against."""
        if self._named:
            return (self._named,)
        return roles_for(person=person, choice=self._gap_choice, roles=self._roles, ladders=self._ladders)


def people_over_time(
    *,
    candidates: Candidates,
    role_id: str | None,
    choice: RoleChoice | None,
    months: Sequence[Month],
    facts: Facts,
) -> Sequence[PeopleThen]:
    """For each of the months, in order, the people of its end. Raises NotFoundError for a role by name that is not there."""
    then = [candidates.on(month.ends_at.date()) for month in months]
    everybody = [person for of_month in then for person in of_month]
    roles = RolesInQuestion(role_id=role_id, choice=choice, people=everybody, facts=facts)
    proven = evidence(
        person_ids=frozenset(person.person_id for person in everybody),
        roles=roles.every_role(),
        with_skill_names=False,
        facts=facts,
    )
    since = months[0].plus(-1).ends_at
    trends = {
        person_id: PersonTrend(portfolio=portfolio, catalogue=proven.catalogue, since=since)
        for person_id, portfolio in proven.portfolios.items()
    }
    return [
        PeopleThen(
            people=of_month,
            standing={
                person.person_id: trends[person.person_id].month(
                    tenure=person.tenure,
                    aimed_at=roles.aimed_at(person),
                    asking=roles.asking(person),
                    after=month.plus(-1).ends_at,
                    at=month.ends_at,
                )
                for person in of_month
            },
        )
        for month, of_month in zip(months, then, strict=True)
    ]
