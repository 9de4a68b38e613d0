"""One tenant's workforce in memory: loaded, followed, asked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Protocol, TypeVar

from pyroaring import BitMap

from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.pipeline import OnTheWay
from cairn_reporting.application.ports import Facts, Lag, LatestEvent, PeopleSelection
from cairn_reporting.application.reach import Reach
from cairn_reporting.application.readiness import ReadinessQuestion, WhoIsCompared
from cairn_reporting.application.readiness_figures import CountedReadiness
from cairn_reporting.application.recertification import MeasuredOutlook
from cairn_reporting.application.skill_gaps import GapQuestion, Measured
from cairn_reporting.application.trends import MonthlyFigures, TrendQuestion
from cairn_reporting.application.what_if import Others
from cairn_reporting.application.workforce.comparing import ComparedAlike, compared_with_one
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.application.workforce.measuring import measured
from cairn_reporting.application.workforce.outlook import measured_outlook
from cairn_reporting.application.workforce.ports import Log, Position
from cairn_reporting.application.workforce.readying import (
    States,
    counted,
    in_states,
    on_the_way,
    states_by_role,
)
from cairn_reporting.application.workforce.selecting import AS_IT_IS, people_in, people_on_each
from cairn_reporting.application.workforce.trending import figures_by_month
from cairn_reporting.application.workforce.valuing import measured_worth
from cairn_reporting.application.worth import MeasuredWorth, WorthSpan
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.workforce import Department, Person
from cairn_reporting.domain.workforce_index.index import WorkforceIndex, credential

PEOPLE_AT_A_TIME = 1000


class AboutSomebody(Protocol):
    """A fact about one person."""

    @property
    def person_id(self) -> str:
        """Whom it is about."""


F = TypeVar("F", bound=AboutSomebody)


class TenantWorkforce:
    """The index of one tenant, true up to a position. Not for several threads at once."""

    def __init__(self, *, index: WorkforceIndex, position: Position, facts: Facts) -> None:
        self._index = index
        self._facts = facts
        self._entries = Entries()
        self._position = position

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that is known of the tenant; None where there is none."""
        return self._position.latest

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""
        return self._position.lag

    @property
    def position(self) -> Position:
        """Up to where it is true."""
        return self._position

    @property
    def people_count(self) -> int:
        """Of how many people it has heard."""
        return self._index.people_count

    def settled_index(self) -> WorkforceIndex:
        """What it knows, in columns. To be read only."""
        self._index.settle()
        return self._index

    def bytes_taken(self) -> int:
        """About how much memory it takes."""
        return self._index.bytes_taken()

    def follow(self, *, facts: Facts, log: Log, now: datetime) -> bool:
        """Takes in whatever changed, and lets the time pass; False where all has to be loaded again. `facts` are no older than the log."""
        self._facts = facts
        until = log.position()
        if until != self._position:
            changes = log.changes(since=self._position, until=until)
            if changes is None:
                return False
            read_again(self._index, person_ids=changes.person_ids, facts=facts)
            if changes.others:
                self._entries = Entries()
        self._position = until
        self.let_time_pass(now=now)
        return True

    def let_time_pass(self, *, now: datetime) -> None:
        """Whatever begins or ends until `now` has; nothing is read."""
        self._index.move_to(now)

    def everybody_below(self, manager_id: str) -> frozenset[str]:
        """The ids of who reports to the manager today, directly or through others."""
        return frozenset(
            self._index.person_ids(self._index.below(manager_id, at_any_depth=True, at=AS_IT_IS))
        )

    def everybody_above(self, person: Person) -> frozenset[str]:
        """The ids of those who lead the person today, directly or through others."""
        return self._index.above(person.person_id, at=AS_IT_IS)

    def departments(self) -> Sequence[Department]:
        """Every department, by id."""
        return self._entries.departments(facts=self._facts)

    def gaps(
        self,
        *,
        asked: PeopleFilter,
        reach: Reach,
        question: GapQuestion,
        group_by: Dimension | None,
        as_of: datetime,
        names_persons: bool,
    ) -> Measured:
        """The gap at `as_of` of the people asked for, nobody of them by name, as `report_skill_gaps` tells it."""
        people = self._people(asked, reach=reach, as_of=as_of)
        return measured(
            self._index,
            people=people,
            question=question,
            group_by=group_by,
            as_of=as_of,
            names_persons=names_persons,
            entries=self._entries,
            facts=self._facts,
        )

    def who_is_compared(self, question: ReadinessQuestion, *, reach: Reach) -> WhoIsCompared:
        """Of the people asked for, nobody of them by name, who has a role to compare with, as `report_readiness` tells it."""
        people, alike = self._compared(question, reach=reach)
        compared = BitMap.union(BitMap(), *(each.people for each in alike))
        told = in_states(self._states(question, alike), question.states) if question.states else compared
        return WhoIsCompared(
            person_ids=self._index.person_ids(told),
            compared_count=len(compared),
            without_role_count=len(people) - len(compared),
        )

    def readiness(
        self, question: ReadinessQuestion, *, reach: Reach, group_by: Dimension | None
    ) -> CountedReadiness:
        """How many of the people asked for, nobody of them by name, are how ready, as `report_readiness` tells it."""
        people, alike = self._compared(question, reach=reach)
        return counted(
            self._index,
            people=people,
            states=self._states(question, alike),
            group_by=group_by,
            as_of=question.as_of,
        )

    def who_is_asked_for(
        self, asked: PeopleFilter, *, reach: Reach, as_of: datetime, holding: str | None = None
    ) -> frozenset[str]:
        """The ids of the people asked for, nobody of them by name, as `people_asked_for` finds them; of these who holds a credential."""
        people = self._people(asked, reach=reach, as_of=as_of)
        if holding is not None:
            people = people & self._index.holders(credential(holding), at=as_of)
        return frozenset(self._index.person_ids(people))

    def others(
        self,
        apart: Collection[str],
        *,
        asked: PeopleFilter,
        reach: Reach,
        question: GapQuestion,
        as_of: datetime,
    ) -> Others:
        """The people asked for, nobody of them by name, without some of them, as `report_what_if` tells of those whom nothing touches."""
        people = self._people(asked, reach=reach, as_of=as_of)
        some = people & self._index.numbered(apart)
        found = measured(
            self._index,
            people=people - some,
            question=question,
            group_by=None,
            as_of=as_of,
            names_persons=False,
            entries=self._entries,
            facts=self._facts,
        )
        return Others(
            apart=frozenset(self._index.person_ids(some)),
            gaps=found.gaps,
            people_count=len(people) - len(some),
        )

    def on_the_way(self, question: ReadinessQuestion, *, reach: Reach, until: datetime) -> OnTheWay:
        """How far the people asked for, nobody of them by name, are on the way to their roles, as `report_pipeline` tells it."""
        people, alike = self._compared(question, reach=reach)
        return on_the_way(
            self._index,
            people=people,
            compared=alike,
            until=until,
            entries=self._entries,
            facts=self._facts,
            as_of=question.as_of,
        )

    def trends(self, question: TrendQuestion, *, reach: Reach) -> MonthlyFigures:
        """How the people asked for, nobody of them by name, went from month to month, as `report_trends` tells it."""
        people = people_on_each(
            self._index,
            asked=question.asked,
            reach=reach,
            entries=self._entries,
            facts=self._facts,
            days=[each.ends_at for each in question.months],
        )
        return figures_by_month(
            self._index, people=people, question=question, entries=self._entries, facts=self._facts
        )

    def outlook(
        self,
        *,
        asked: PeopleFilter,
        reach: Reach,
        credential_id: str | None,
        group_by: Dimension | None,
        as_of: datetime,
    ) -> MeasuredOutlook:
        """Where the certifications of the people asked for stand, in figures, as `report_recertification` tells it."""
        people = self._people(asked, reach=reach, as_of=as_of)
        return measured_outlook(
            self._index,
            people=people,
            credential_id=credential_id,
            group_by=group_by,
            as_of=as_of,
            entries=self._entries,
            facts=self._facts,
        )

    def worth(self, asked: PeopleFilter, *, reach: Reach, span: WorthSpan) -> MeasuredWorth:
        """What credentials were worth to the people asked for, nobody of them by name, as `report_worth` tells it."""
        people = self._people(asked, reach=reach, as_of=span.last_instant)
        return measured_worth(
            self._index, people=people, asked=span, entries=self._entries, facts=self._facts
        )

    def _people(self, asked: PeopleFilter, *, reach: Reach, as_of: datetime) -> BitMap:
        return people_in(
            self._index, asked=asked, reach=reach, entries=self._entries, facts=self._facts, as_of=as_of
        )

    def _compared(
        self, question: ReadinessQuestion, *, reach: Reach
    ) -> tuple[BitMap, Sequence[ComparedAlike]]:
        """The people asked for, and which of them are compared with which role."""
        people = self._people(question.asked, reach=reach, as_of=question.as_of)
        return people, compared_with_one(
            self._index,
            people=people,
            role_id=question.role_id,
            choices=question.choices,
            entries=self._entries,
            facts=self._facts,
            as_of=question.as_of,
        )

    def _states(self, question: ReadinessQuestion, alike: Sequence[ComparedAlike]) -> Sequence[States]:
        """Who of those who are compared is in which state, role by role."""
        return states_by_role(
            self._index, compared=alike, entries=self._entries, facts=self._facts, as_of=question.as_of
        )


class TooLargeError(Exception):
    """The tenant takes more memory than there is for all tenants."""


def loaded(*, facts: Facts, log: Log, now: datetime, at_most_bytes: int) -> TenantWorkforce:
    """Reads everything about everybody; what changes meanwhile is followed afterwards. Raises TooLargeError as soon as it is."""
    position = log.position()
    index = WorkforceIndex(rules=facts.settings().rules, now=now)
    for some in _in_turns(log.person_ids()):
        read_again(index, person_ids=some, facts=facts)
        if index.bytes_taken() > at_most_bytes:
            index.settle()
            if index.bytes_taken() > at_most_bytes:
                raise TooLargeError
    index.settle()
    return TenantWorkforce(index=index, position=position, facts=facts)


def read_again(index: WorkforceIndex, *, person_ids: Collection[str], facts: Facts) -> None:
    """Puts what the facts say of these people in the place of what the index knows of them."""
    for some in _in_turns(person_ids):
        selection = PeopleSelection(person_ids=frozenset(some))
        careers = {each.present.person_id: each for each in facts.careers(selection, since=None)}
        achievements = _by_person(facts.achievements(person_ids=some))
        assessments = _by_person(facts.assessments(person_ids=some))
        for person_id in some:
            index.put(
                person_id,
                career=careers.get(person_id),
                achievements=achievements.get(person_id, ()),
                assessments=assessments.get(person_id, ()),
            )


def _in_turns(person_ids: Iterable[str]) -> Iterator[Sequence[str]]:
    waiting = iter(sorted(person_ids))
    while some := list(islice(waiting, PEOPLE_AT_A_TIME)):
        yield some


def _by_person(facts: Iterable[F]) -> dict[str, list[F]]:
    found: dict[str, list[F]] = {}
    for each in facts:
        found.setdefault(each.person_id, []).append(each)
    return found
