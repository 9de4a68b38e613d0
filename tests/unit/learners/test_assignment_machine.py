"""The life of assignments against a simple model: who is asked by what, since when, and by when it is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cairn_learners.domain.assignments import (
    Assignment,
    Enrolment,
    Stage,
    give,
    no_longer_asked,
    start_step,
    with_stage,
    withdraw,
)
from cairn_learners.domain.forecasts import GIVEN_TO, Group, Outlook, outlook
from tests.support.learners.builders import NOW, TODAY, a_person, an_assignment

PEOPLE = st.sampled_from(["ann", "ben", "cleo"])
NAMES = st.sampled_from(["a1", "a2", "a3"])


@dataclass
class Asked:
    """What the model knows of one ask."""

    assignment_id: str
    due_on: date | None
    stands: bool


class AssignmentLives(RuleBasedStateMachine):
    """Assignments are given, given again, left and withdrawn in any order; the model only keeps a list of asks for each person."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.numbers = count(1)
        self.assignments: dict[str, Assignment] = {
            name: an_assignment(name, due_on=TODAY + timedelta(days=number) if number else None)
            for number, name in enumerate(["a1", "a2", "a3"])
        }
        self.enrolments: dict[str, Enrolment] = {}
        self.asked: dict[str, list[Asked]] = {}
        self.started: set[str] = set()
        self.withdrawn: set[str] = set()
        self.exempt: dict[str, date] = {}

    @rule(name=NAMES, people=st.sets(PEOPLE, min_size=1), days=st.none() | st.integers(1, 5))
    def give_it(self, name: str, people: set[str], days: int | None) -> None:
        """Gives an assignment that stands to some people, each due on a day."""
        assignment = self.assignments[name]
        if assignment.withdrawn_at is not None:
            return
        due_on = TODAY + timedelta(days=days) if days else None
        outlooks = [self._outlook(each, due_on) for each in sorted(people)]
        exempt = {person for person in people if self._is_exempt(person)}
        assert {each.person.person_id for each in outlooks if each.group is Group.EXEMPT} == exempt
        changed = give(
            assignment,
            due_days={each.person.person_id: each.due_on for each in outlooks if each.group in GIVEN_TO},
            enrolments=self.enrolments,
            new_id=lambda: f"e{next(self.numbers)}",
            now=self.now,
        )
        missing = {
            person
            for person in people - exempt
            if not any(each.assignment_id == name and each.stands for each in self.asked.get(person, []))
        }
        assert {each.person_id for each in changed} == missing
        for each in changed:
            self.enrolments[each.person_id] = each
            self.asked.setdefault(each.person_id, []).append(Asked(name, due_on, stands=True))

    @rule(person=PEOPLE, days=st.integers(0, 3))
    def exempt_somebody(self, person: str, days: int) -> None:
        """Somebody is exempt for some days: who is on it already stays, and it lapses by itself."""
        self.exempt[person] = self.now.date() + timedelta(days=days)

    @rule(name=NAMES, person=PEOPLE)
    def leave_and_return(self, name: str, person: str) -> None:
        """Somebody leaves the audience and comes back: the same enrolment, asked for anew."""
        before = self.enrolments.get(person)
        self.leave(name, person)
        self.give_it(name=name, people={person}, days=1)
        if before is not None:
            assert self.enrolments[person].enrolment_id == before.enrolment_id

    @rule(name=NAMES, person=PEOPLE)
    def leave(self, name: str, person: str) -> None:
        """Somebody leaves an audience whose assignment does not keep who leaves."""
        before = self.enrolments.get(person)
        if before is None:
            return
        after = no_longer_asked(before, assignment_id=name, now=self.now)
        standing = [each for each in self.asked[person] if each.assignment_id == name and each.stands]
        assert (after is before) == (not standing)
        for each in standing:
            each.stands = False
        self.enrolments[person] = after

    @rule(name=NAMES)
    def withdraw_it(self, name: str) -> None:
        """Takes an assignment back, and from everybody whom it asks."""
        before = self.assignments[name]
        after = withdraw(before, by="cleo", now=self.now)
        assert (after is before) == (name in self.withdrawn)
        self.withdrawn.add(name)
        self.assignments[name] = after
        for person in list(self.enrolments):
            self.leave(name, person)

    @rule(name=NAMES, stage=st.sampled_from(list(Stage)))
    def come_so_far(self, name: str, stage: Stage) -> None:
        """A job comes further with it; the same stage again is no change."""
        before = self.assignments[name]
        after = with_stage(before, stage)
        assert (after is before) == (before.stage is stage)
        self.assignments[name] = after

    @rule(person=PEOPLE)
    def begin(self, person: str) -> None:
        """Somebody begins a step; nothing that befalls assignments takes that away."""
        if person in self.enrolments:
            self.enrolments[person] = start_step(self.enrolments[person], step_id="s1", now=self.now)
            self.started.add(person)

    @rule()
    def wait(self) -> None:
        """A day goes by."""
        self.now += timedelta(days=1)

    def _is_exempt(self, person: str) -> bool:
        return person in self.exempt and self.now.date() <= self.exempt[person]

    def _outlook(self, person: str, due_on: date | None) -> Outlook:
        return outlook(
            a_person(person),
            steps=[],
            enrolment=self.enrolments.get(person),
            exempt_until=self.exempt[person] if self._is_exempt(person) else None,
            due_on=due_on,
        )

    @invariant()
    def is_as_the_model_says(self) -> None:
        """Every ask is remembered in order; it is due on the earliest day that stands; it is withdrawn when nobody asks."""
        assert self.enrolments.keys() == self.asked.keys()
        for person, enrolment in self.enrolments.items():
            asked = self.asked[person]
            found = [(each.assignment_id, each.due_on, each.withdrawn_at is None) for each in enrolment.asks]
            assert found == [(each.assignment_id, each.due_on, each.stands) for each in asked]
            days = [each.due_on for each in asked if each.stands and each.due_on]
            assert enrolment.due_on == min(days, default=None)
            assert (enrolment.withdrawn_at is None) == any(each.stands for each in asked)
            assert enrolment.assignment_id == asked[0].assignment_id
            assert enrolment.has_started("s1") == (person in self.started)
        assert len({each.enrolment_id for each in self.enrolments.values()}) == len(self.enrolments)


TestAssignmentLives = AssignmentLives.TestCase
TestAssignmentLives.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
