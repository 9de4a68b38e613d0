"""Which credentials people hold, and which lapse when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import evidence
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts, Lag, LatestEvent
from cairn_reporting.application.reach import Reach, reach_of
from cairn_reporting.application.report_size import check_ends
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.recertification import RecertificationLine, recertification_lines
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class RecertificationGroup:
    """Where the certifications of those people of a report stand who have one thing in common."""

    group: str
    people_count: int
    lines: tuple[RecertificationLine, ...]


@dataclass(frozen=True, slots=True)
class RecertificationReport:
    """Where the certifications of a set of people stand, and how many people were asked about."""

    lines: tuple[RecertificationLine, ...]
    groups: Sequence[RecertificationGroup]
    people_count: int
    freshness: Freshness

    @property
    def ends_count(self) -> int:
        """How many ends it tells of, those of the groups counted again."""
        everything = (self.lines, *(group.lines for group in self.groups))
        return sum(len(line.expiries) for lines in everything for line in lines)


@dataclass(frozen=True, slots=True)
class MeasuredOutlook:
    """Where the certifications of a set of people stand: together, and by group with how many people that is."""

    people_count: int
    lines: tuple[RecertificationLine, ...]
    groups: Mapping[str, tuple[int, tuple[RecertificationLine, ...]]]


class Workforce(Lines, Protocol):
    """Everybody at once: the same figures as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""

    def outlook(
        self,
        *,
        asked: PeopleFilter,
        reach: Reach,
        credential_id: str | None,
        group_by: Dimension | None,
        as_of: datetime,
    ) -> MeasuredOutlook:
        """The figures at `as_of` of the people asked for, nobody of them by name; raises what `report_recertification` does."""


def report_recertification(
    *,
    principal: Principal,
    asked: PeopleFilter,
    credential_id: str | None,
    group_by: Dimension | None,
    as_of: datetime,
    figures_only: bool,
    in_one_answer: bool,
    facts: Facts,
    rights: Facts,
    workforce: Workforce | None = None,
) -> RecertificationReport:
    """Where the certifications of the people asked for stand at `as_of`; of one credential where it is named; together
    and, where it is asked for, group by group.

    `rights` are the facts of today, whatever was known when: by them people may be asked about. `workforce` answers for many, where it is
    there, nobody is asked for by name and figures are enough. Raises NotFoundError for a credential that is not there, and
    TooManyEndsError where it is told `in_one_answer` and has more ends than fit.
    """
    reach = reach_of(principal=principal, facts=rights, lines=workforce)
    if credential_id is not None and not facts.credentials({credential_id}):
        raise NotFoundError("credential")
    if workforce is not None and figures_only and not asked.person_ids:
        fresh = Freshness(as_of=as_of, latest=workforce.latest_event, lag=workforce.lag)
        found = workforce.outlook(
            asked=asked, reach=reach, credential_id=credential_id, group_by=group_by, as_of=as_of
        )
    else:
        fresh = freshness(facts=facts, as_of=as_of)
        people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
        found = _one_by_one(
            people=people, credential_id=credential_id, group_by=group_by, as_of=as_of, facts=facts
        )
    check_had_begun(found_anybody=found.people_count > 0, as_of=as_of, facts=facts)

    def told(lines: tuple[RecertificationLine, ...]) -> tuple[RecertificationLine, ...]:
        return tuple(replace(line, expiries=()) for line in lines) if figures_only else lines

    report = RecertificationReport(
        lines=told(found.lines),
        groups=[
            RecertificationGroup(group=group, people_count=count, lines=told(lines))
            for group, (count, lines) in found.groups.items()
        ],
        people_count=found.people_count,
        freshness=fresh,
    )
    if in_one_answer:
        check_ends(report.ends_count)
    return report


def _one_by_one(
    *,
    people: Sequence[Person],
    credential_id: str | None,
    group_by: Dimension | None,
    as_of: datetime,
    facts: Facts,
) -> MeasuredOutlook:
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=(),
        with_skill_names=False,
        credential_id=credential_id,
        facts=facts,
    )

    def lines_of(person_ids: Iterable[str]) -> tuple[RecertificationLine, ...]:
        portfolios = {person_id: proven.portfolios[person_id] for person_id in person_ids}
        return recertification_lines(portfolios=portfolios, catalogue=proven.catalogue, at=as_of)

    members = grouped(people=people, dimension=group_by) if group_by else {}
    return MeasuredOutlook(
        people_count=len(people),
        lines=lines_of(proven.portfolios),
        groups={
            group: (len(person_ids), lines_of(sorted(person_ids))) for group, person_ids in members.items()
        },
    )
