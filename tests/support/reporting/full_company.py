"""The company of full_history as the product has it, however the events came, and as the oracle knows it."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from google.protobuf.message import Message

from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.application.ports import Settled
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from cairn_reporting.domain.assessments import AssessmentRules, Assessor
from cairn_reporting.domain.settings import ReportSettings
from tests.support.oracle.known import Known
from tests.support.oracle.people import asked_for, reach
from tests.support.oracle.words import DEFAULT_RULES, Rules
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import Asker, plain, principal
from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.events import from_plain
from tests.support.reporting.full_history import full_history
from tests.support.reporting.further_services import ask
from tests.support.reporting.histories import Plain, delivery
from tests.support.reporting.large_history import TENANT
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces

NOW = FIRST_DAY + timedelta(days=800, hours=9)
PAST = FIRST_DAY + timedelta(days=500)
HR = principal("hr", tenant_id=TENANT, subject="account-of-hr")
ANALYST = principal("analyst", tenant_id=TENANT, subject="account-of-analyst")
STATES = ("READY", "READY_UNTIL", "NEARLY", "NOT_YET", "BLOCKED")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """About which instant, and by what was known at which one; None for now."""

    at: datetime
    known_at: datetime | None = None

    @property
    def dated(self) -> dict[str, Any]:
        """As requests say it."""
        return {"as_of": timestamp(self.at), **self.known}

    @property
    def known(self) -> dict[str, Any]:
        """By what was known when, as requests say it."""
        return {"known_at": timestamp(self.known_at)} if self.known_at else {}

    def heard(self, history: list[Plain]) -> list[Plain]:
        """What was known."""
        return [
            each
            for each in history
            if self.known_at is None or datetime.fromisoformat(each["time"]) <= self.known_at
        ]


TIMES = {
    "then": Asked(at=PAST),
    "known then": Asked(at=PAST, known_at=PAST),
    "now": Asked(at=NOW),
    "later": Asked(at=NOW + timedelta(days=200)),
}


@dataclass(frozen=True)
class Settlement:
    """What a tenant settled, as the product has it and as the oracle has it."""

    settings: ReportSettings
    rules: Rules


BY_DEFAULT = Settlement(ReportSettings(), DEFAULT_RULES)
SETTLED_OTHERWISE = Settlement(
    ReportSettings(
        rules=AssessmentRules(
            ranking=(Assessor.PEER, Assessor.REVIEWER),
            self_ratings_count=True,
            ageing_months={"s0": 6, "s1": 18},
        ),
        smallest_cell=3,
    ),
    Rules(heard=("PEER", "REVIEWER"), about_themselves=True, months={"s0": 6, "s1": 18}),
)


class FullCompany:
    """So many people, whose history came twice, in no order and partly a year late; asked person by person, and by the engine."""

    def __init__(self, people: int, settled: Settlement) -> None:
        self.history = full_history(random.Random(1), people=people)
        self.rules = settled.rules
        self.smallest_cell = settled.settings.smallest_cell
        self._world = InMemoryReadModels()
        self._world.apply([from_plain(each) for each in delivery(self.history, random.Random(2))])
        assert self._world.settings(TENANT).save(Settled(settled.settings, version=1))
        self._ways: Sequence[WorkforceOf] = (nobodys, workforces(self._world, clock=lambda: NOW).of)

    def known(self, asked: Asked) -> Known:
        """What the oracle knows."""
        return Known(asked.heard(self.history), TENANT, rules=self.rules)

    def of_day(self, asked: Asked) -> tuple[Known, list[str]]:
        """The same with the organization of the day, and who works there on it."""
        known = self.known(asked).on(asked.at.date().isoformat())
        return known, asked_for(known, reach(known, "", {"hr"}))

    def answers(self, method: str, request: Message, *, caller: Principal = HR) -> list[dict[str, Any]]:
        """What either way answers, without how fresh it is."""
        found = []
        for way in self._ways:
            if hasattr(ReportingServicer, method):
                told = Asker(self._world, caller, now=NOW, workforces=way).ask(method, request)
            else:
                told = ask(self._world, caller, now=NOW, method=method, request=request, workforces=way)
            answer = plain(told)
            del answer["freshness"]
            found.append(answer)
        return found


Line = tuple[str, str, int]
"""A skill, or a credential, and the level."""


def line_of(gap: Mapping[str, Any]) -> Line:
    """What a line of a gap is about."""
    return gap["skill_id"], gap["credential_id"], gap["required_level"]


def counted(states: Iterable[str]) -> tuple[int, ...]:
    """How many there are, and how many in each state of readiness."""
    found = Counter(states)
    return found.total(), *(found[f"READINESS_STATE_{each}"] for each in STATES)


DIMENSIONS = {
    "department_id": reports.DIMENSION_DEPARTMENT,
    "location": reports.DIMENSION_LOCATION,
    "manager_id": reports.DIMENSION_MANAGER,
    "role_id": reports.DIMENSION_ROLE,
}
