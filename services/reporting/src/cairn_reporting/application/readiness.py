"""How ready people are for a role, requirement by requirement."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import PageTokenInvalidError
from cairn_platform.identity import Principal
from cairn_platform.paging import MAX_PAGE_SIZE, Page, PageRequest, page_of
from cairn_reporting.application.beginnings import check_had_begun
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
    found = _look_up(
        principal=principal,
        asked=asked,
        role_id=role_id,
        choice=choice,
        as_of=as_of,
        facts=facts,
        rights=rights,
    )
    shown = _page(sorted(found.compared), page)
    return found.report(shown.items, next_page_token=shown.next_token)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessBatch:
    """Some people's readiness, with which `done` of `total` people are told of."""

    report: ReadinessReport
    done: int
    total: int


def readiness_of_everybody(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    as_of: datetime,
    after: str,
    facts: Facts,
    rights: Facts,
) -> Iterator[ReadinessBatch]:
    """The same as `report_readiness`, of everybody behind the person `after`, some at a time; looked up once.

    There is a batch, though an empty one, also where there is nobody.
    """
    found = _look_up(
        principal=principal,
        asked=asked,
        role_id=role_id,
        choice=choice,
        as_of=as_of,
        facts=facts,
        rights=rights,
    )
    person_ids = sorted(found.compared)
    first = bisect_right(person_ids, after)
    if not person_ids:
        yield ReadinessBatch(report=found.report([], next_page_token=""), done=0, total=0)
    for start in range(first, len(person_ids), MAX_PAGE_SIZE):
        batch = person_ids[start : start + MAX_PAGE_SIZE]
        yield ReadinessBatch(
            report=found.report(batch, next_page_token=""), done=start + len(batch), total=len(person_ids)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookedUp:
    """Whom a report is about, and what each of them is compared with."""

    people: Sequence[Person]
    compared: Mapping[str, Comparison]
    freshness: Freshness
    facts: Facts

    def report(self, person_ids: Sequence[str], *, next_page_token: str) -> ReadinessReport:
        """The readiness of these of them."""
        wanted = frozenset(person_ids)
        return ReadinessReport(
            people=judge(
                people=[person for person in self.people if person.person_id in wanted],
                compared=self.compared,
                facts=self.facts,
                as_of=self.freshness.as_of,
            ),
            next_page_token=next_page_token,
            without_role_count=len(self.people) - len(self.compared),
            freshness=self.freshness,
        )


def _look_up(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    as_of: datetime,
    facts: Facts,
    rights: Facts,
) -> _LookedUp:
    reach = reach_of(principal=principal, facts=rights)
    fresh = freshness(facts=facts, as_of=as_of)
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    check_had_begun(found_anybody=bool(people), as_of=as_of, facts=facts)
    choices = (choice,) if choice else FOR_READINESS
    compared = comparisons(people=people, role_id=role_id, choices=choices, facts=facts)
    return _LookedUp(people=people, compared=compared, freshness=fresh, facts=facts)


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
