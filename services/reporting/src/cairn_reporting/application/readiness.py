"""How ready people are for a role, requirement by requirement."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import PageTokenInvalidError
from cairn_platform.identity import Principal
from cairn_platform.paging import Page, PageRequest, page_of
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import comparisons, evidence
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.domain.comparison import FOR_READINESS, Comparison, RoleChoice
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.readiness import PersonReadiness, person_readiness
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """One page of readiness, and how many of all the people asked for have no role to compare with."""

    people: Sequence[PersonReadiness]
    next_page_token: str
    without_role_count: int
    freshness: Freshness


def report_readiness(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    page: PageRequest,
    as_of: datetime,
    facts: Facts,
    rights: Facts,
) -> ReadinessReport:
    """The readiness at `as_of` of the people asked for, by person id.

    For the role asked for by name; else by the choice; else for the target role, the next rung of a ladder or
    the own role, whichever is found first. `rights` are the facts of today, whatever was known when: by them people may be asked about.
    """
    reach = reach_of(principal=principal, facts=rights)
    fresh = freshness(facts=facts, as_of=as_of)
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    choices = (choice,) if choice else FOR_READINESS
    compared = comparisons(people=people, role_id=role_id, choices=choices, facts=facts)
    shown = _page(sorted(compared), page)
    on_page = frozenset(shown.items)
    return ReadinessReport(
        people=judge(
            people=[person for person in people if person.person_id in on_page],
            compared=compared,
            facts=facts,
            as_of=as_of,
        ),
        next_page_token=shown.next_token,
        without_role_count=len(people) - len(compared),
        freshness=fresh,
    )


def judge(
    *, people: Sequence[Person], compared: Mapping[str, Comparison], facts: Facts, as_of: datetime
) -> Sequence[PersonReadiness]:
    """How ready each of these people is for the role that the person is compared with, in their order."""
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=[compared[person.person_id].role for person in people],
        with_skill_names=False,
        facts=facts,
    )
    return [
        person_readiness(
            person_id=person.person_id,
            comparison=compared[person.person_id],
            record=Record(portfolio=proven.portfolios[person.person_id], tenure=person.tenure),
            catalogue=proven.catalogue,
            at=as_of,
        )
        for person in people
    ]


def _page(person_ids: Sequence[str], request: PageRequest) -> Page[str]:
    following = person_ids
    if request.after:
        (last_seen,) = request.after
        if not isinstance(last_seen, str):
            raise PageTokenInvalidError
        following = person_ids[bisect_right(person_ids, last_seen) :]
    return page_of(following[: request.size + 1], request=request, key=lambda person_id: (person_id,))
