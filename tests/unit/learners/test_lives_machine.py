"""Achievements come, are suspended and come back in whatever order; they always count as a simple model says."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cairn_learners.application.achievements import claim_achievement, decide_achievement
from cairn_learners.application.certifications import get_certification, mark_achievement
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Achievement, ClaimDraft, Decision, MarkKind
from cairn_learners.domain.certification_marks import MarkDraft
from cairn_learners.domain.recertification_policy import Basis, LateRule
from cairn_platform.identity import Principal
from tests.support.learners.builders import NOW, a_credential, a_person
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.recertifying import Told, a_policy_draft
from tests.support.learners.renewing import a_credential_policy, a_version_draft

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 2000).map(lambda number: FIRST + timedelta(days=number))
Span = tuple[datetime, datetime | None]


def _at(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


class Lives(RuleBasedStateMachine):
    """One person, one credential, one policy; the model is the naive engine of the tests and a list of marks."""

    def __init__(self) -> None:
        super().__init__()
        self.world = FakeWorld()
        self.world.put(a_person("ann"), a_person("hana", account_subject="sub-hana"))
        self.world.know(a_credential("badge"))
        self.told = Told(
            basis=Basis.EXPIRY,
            validity="P1Y",
            window="P3M",
            grace="P1M",
            minimum="P0D",
            timezone="UTC",
            late=LateRule.COMPLETION,
            due_at=None,
            previous=None,
        )
        policy = a_policy_draft(Basis.EXPIRY, validity="P1Y", window="P3M", grace="P1M")
        self.world.put(a_credential_policy("badge", a_version_draft(policy)))
        self.achieved: dict[date, str] = {}
        self.marks: dict[str, list[tuple[datetime, MarkKind]]] = {}
        self.numbers = count(1)

    @property
    def scope(self) -> Scope:
        """hr's next call, a moment later than the one before."""
        principal = Principal(
            tenant_id="acme",
            subject="sub-hana",
            roles=frozenset({"hr"}),
            client_id="portal",
            email=None,
            email_verified=False,
        )
        number = next(self.numbers)
        return Scope(
            principal=principal,
            store=self.world.of(),
            now=NOW + timedelta(seconds=number),
            new_id=lambda: f"id-{number}",
        )

    @rule(day=DAYS)
    def achieve(self, day: date) -> None:
        """Something is achieved on a day that nothing was achieved on."""
        if day in self.achieved:
            return
        draft = ClaimDraft(person_id="ann", credential_id="badge", issued_on=day.isoformat(), evidence=())
        claimed = claim_achievement(self.scope, draft=draft, once=None)
        decide_achievement(
            self.scope,
            MemoryContents(),
            achievement_id=claimed.achievement_id,
            decision=Decision.VERIFIED,
            reason="",
        )
        self.achieved[day] = claimed.achievement_id
        self.marks[claimed.achievement_id] = []

    @precondition(lambda self: self.achieved)
    @rule(data=st.data(), day=DAYS, kind=st.sampled_from([MarkKind.SUSPENDED, MarkKind.REINSTATED]))
    def mark(self, data: st.DataObject, day: date, kind: MarkKind) -> None:
        """Something is suspended or reinstated, also with effect in the past."""
        achievement_id = data.draw(st.sampled_from(sorted(self.marks)))
        before = [each for each in sorted(self.marks[achievement_id]) if each[0] <= _at(day)]
        if any(at == _at(day) for at, _ in self.marks[achievement_id]):
            return
        if kind is MarkKind.REINSTATED and (not before or before[-1][1] is MarkKind.REINSTATED):
            return
        draft = MarkDraft(kind=kind, at=_at(day), reason="Because.")
        mark_achievement(self.scope, achievement_id=achievement_id, draft=draft)
        if not (before and before[-1][1] is kind):
            self.marks[achievement_id].append((_at(day), kind))

    @invariant()
    def the_periods_are_those_of_the_model(self) -> None:
        """Whatever the order in which it became known."""
        if not self.achieved:
            return
        found = get_certification(self.scope, person_id="ann", credential_id="badge")
        assert [(each.dates.valid_from, each.dates.valid_until) for each in found.periods] == self._spans(
            sorted(self.achieved)
        )

    @invariant()
    def each_counts_as_the_model_says(self) -> None:
        """Inside a period of its own, unless it is suspended then."""
        stored = {each.achievement_id: each for each in self._stored()}
        days = sorted(self.achieved)
        for place, day in enumerate(days):
            achievement_id = self.achieved[day]
            own = self._spans(days[: place + 1])[len(self._spans(days[:place])) :]
            for number in range(0, 2600, 13):
                at = _at(FIRST + timedelta(days=number))
                inside = any(begin <= at and (end is None or at < end) for begin, end in own)
                marks = [kind for when, kind in sorted(self.marks[achievement_id]) if when <= at]
                suspended = bool(marks) and marks[-1] is MarkKind.SUSPENDED
                assert stored[achievement_id].counts(at) is (inside and not suspended)

    @invariant()
    def nothing_that_was_found_is_lost(self) -> None:
        """Versions only grow, and reckonings are told in the order of time."""
        for each in self._stored():
            instants = [reckoning.reckoned_at for reckoning in each.reckonings]
            assert instants == sorted(instants)
            assert each.version >= len(instants)

    def _spans(self, days: list[date]) -> list[Span]:
        return self.told.naively([_at(day) for day in days])

    def _stored(self) -> list[Achievement]:
        return list(self.world.of().achievements_of(["ann"], credential_ids=None))


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=10, stateful_step_count=12, deadline=None)
