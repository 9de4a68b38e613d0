"""Which credentials people hold, and which lapse when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import evidence
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.recertification import RecertificationLine, recertification_lines


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


def report_recertification(
    *,
    principal: Principal,
    asked: PeopleFilter,
    credential_id: str | None,
    group_by: Dimension | None,
    as_of: datetime,
    facts: Facts,
    rights: Facts,
) -> RecertificationReport:
    """Where the certifications of the people asked for stand at `as_of`; of one credential where it is named; together
    and, where it is asked for, group by group.

    `rights` are the facts of today, whatever was known when: by them people may be asked about. Raises NotFoundError for a credential
    that is not there.
    """
    reach = reach_of(principal=principal, facts=rights)
    fresh = freshness(facts=facts, as_of=as_of)
    if credential_id is not None and not facts.credentials({credential_id}):
        raise NotFoundError("credential")
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    check_had_begun(found_anybody=bool(people), as_of=as_of, facts=facts)
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
    return RecertificationReport(
        lines=lines_of(proven.portfolios),
        groups=[
            RecertificationGroup(
                group=group, people_count=len(person_ids), lines=lines_of(sorted(person_ids))
            )
            for group, person_ids in members.items()
        ],
        people_count=len(people),
        freshness=fresh,
    )
