"""Compares everything that reporting answers with what the oracle says."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from tests.support.oracle.answers import FOR_GAPS, FOR_READINESS, Oracle
from tests.support.oracle.known import Known
from tests.support.oracle.people import asked_for, reach
from tests.support.oracle.renewing import Outlook
from tests.support.reporting.asking import Asker, plain, principal
from tests.support.reporting.histories import CREDENTIALS, DEPARTMENTS, PEOPLE, ROLES, Plain
from tests.support.reporting.world import World

_QUESTIONS = 8
_CHOICES = ("ROLE_CHOICE_OWN", "ROLE_CHOICE_TARGET", "ROLE_CHOICE_NEXT")


def timestamp(at: datetime) -> Timestamp:
    """The contract's form of an instant."""
    found = Timestamp()
    found.FromDatetime(at)
    return found


def written(at: datetime) -> str:
    """The JSON form of that."""
    return timestamp(at).ToJsonString()


def assert_agreement(
    world: World,
    history: Sequence[Plain],
    *,
    tenant: str,
    at: datetime,
    chance: random.Random,
    known_at: datetime | None = None,
    workforces: WorkforceOf = nobodys,
) -> None:
    """Some of the reports that HR, a manager and an employee of one tenant can ask for are what the oracle makes of the history.

    With `known_at` HR's alone, and the oracle hears of nothing that happened later.
    """
    heard = [each for each in history if known_at is None or datetime.fromisoformat(each["time"]) <= known_at]
    known = Known(heard, tenant)
    everybody = sorted(reach(known, "", {"hr"}))
    callers = [("account-of-hr", {"hr"})]
    if everybody and known_at is None:
        callers.append((f"account-{chance.choice(everybody)}", {"employee", "manager"}))
        callers.append((f"account-{chance.choice(everybody)}", {"employee"}))
    for subject, roles in callers:
        caller = principal(*roles, tenant_id=tenant, subject=subject)
        comparison = _Comparison(
            world,
            known,
            caller,
            within=reach(known, subject, roles),
            at=at,
            known_at=known_at,
            workforces=workforces,
        )
        for question in chance.sample(list(comparison.questions()), k=_QUESTIONS):
            question()


class _Comparison:
    """One caller's questions at one instant."""

    def __init__(
        self,
        world: World,
        known: Known,
        caller: Principal,
        *,
        within: set[str],
        at: datetime,
        known_at: datetime | None,
        workforces: WorkforceOf,
    ) -> None:
        now = max(at, known_at) if known_at else at
        self._asker = Asker(world, caller, now=now, workforces=workforces)
        self._dated: dict[str, Any] = {
            "as_of": timestamp(at),
            **({"known_at": timestamp(known_at)} if known_at else {}),
        }
        self._known = known.on(at.astimezone(UTC).date().isoformat())
        self._within = within
        self._sees_everybody = "hr" in caller.roles
        self._at = at
        self._oracle = Oracle(self._known, at, written)

    def questions(self) -> Iterator[Callable[[], None]]:
        """Each report, for each way to name people and roles."""
        for person_id in PEOPLE if "known_at" not in self._dated else ():
            yield partial(self._profile, person_id)
        for choice in ("ROLE_CHOICE_UNSPECIFIED", *_CHOICES):
            yield partial(self._readiness, {}, choice=choice)
            yield partial(self._readiness, {}, choice=choice, figures_only=True)
            yield partial(self._gaps, {}, choice=choice)
        for role_id in (*ROLES, "unknown"):
            yield partial(self._readiness, {}, role_id=role_id)
            yield partial(self._readiness, {}, role_id=role_id, figures_only=True)
            yield partial(self._gaps, {}, role_id=role_id)
        for asked in _filters():
            yield partial(self._readiness, asked)
            yield partial(self._gaps, asked)
            yield partial(self._recertification, asked)
        for credential_id in ("", *CREDENTIALS, "unknown"):
            yield partial(self._recertification, {}, credential_id=credential_id)

    def _profile(self, person_id: str) -> None:
        answer = self._answer("GetSkillProfile", contract.GetSkillProfileRequest(person_id=person_id))
        expected = None
        if person_id in self._within:
            expected = {"person_id": person_id, "skills": self._oracle.skill_profile(person_id)}
        assert answer == expected

    def _readiness(
        self,
        asked: Plain,
        *,
        choice: str = "ROLE_CHOICE_UNSPECIFIED",
        role_id: str = "",
        figures_only: bool = False,
    ) -> None:
        request = contract.ReportReadinessRequest(
            people=contract.PeopleFilter(**asked),
            role_choice=contract.RoleChoice.Value(choice),
            role_id=role_id,
            figures_only=figures_only,
            **self._dated,
        )
        expected: dict[str, Any] | None = None
        people = self._people(asked, role_id=role_id)
        if people is not None:
            choices = FOR_READINESS if choice == "ROLE_CHOICE_UNSPECIFIED" else (choice,)
            readiness = [self._oracle.readiness(each, role_id=role_id, choices=choices) for each in people]
            found = [each for each in readiness if each]
            expected = {
                "people": [] if figures_only else found,
                "page": {"next_page_token": ""},
                "without_role_count": len(people) - len(found),
                "groups": [],
                "hidden_count": 0,
            }
            if figures_only:
                expected["figures"] = _figures(each["state"] for each in found)
        assert self._answer("ReportReadiness", request) == expected

    def _gaps(self, asked: Plain, *, choice: str = "ROLE_CHOICE_UNSPECIFIED", role_id: str = "") -> None:
        request = contract.ReportSkillGapsRequest(
            people=contract.PeopleFilter(**asked),
            role_choice=contract.RoleChoice.Value(choice),
            role_id=role_id,
            **self._dated,
        )
        expected = None
        people = self._people(asked, role_id=role_id)
        if people is not None:
            choices = FOR_GAPS if choice == "ROLE_CHOICE_UNSPECIFIED" else (choice,)
            expected = self._oracle.gaps(people, role_id=role_id, choices=choices)
        assert self._answer("ReportSkillGaps", request) == expected

    def _recertification(self, asked: Plain, *, credential_id: str = "") -> None:
        request = contract.ReportRecertificationRequest(
            people=contract.PeopleFilter(**asked), credential_id=credential_id, **self._dated
        )
        expected = None
        people = self._people(asked)
        if people is not None and (not credential_id or credential_id in self._known.seen("Credential")):
            expected = Outlook(self._known, self._at, written).report(people, credential_id=credential_id)
        assert self._answer("ReportRecertification", request) == expected

    def _people(self, asked: Plain, *, role_id: str = "") -> list[str] | None:
        """Whom a report is about; None where something is named that is not there for the caller."""
        known = self._known
        if role_id and role_id not in known.seen("Role"):
            return None
        if asked.get("role_id") and asked["role_id"] not in known.seen("Role"):
            return None
        if asked.get("department_id") and asked["department_id"] not in known.own("DepartmentState"):
            return None
        team = {key: value for key, value in asked.items() if key in {"team_id", "include_sub_teams"}}
        if team and not self._has_team(team):
            return None
        named = asked.get("person_ids", ())
        if len(named) == 1 and named[0] not in self._within:
            return None
        return asked_for(known, self._within, **asked)

    def _has_team(self, team: Plain) -> bool:
        """Somebody of it is in reach, and so is its manager, who may not have arrived where everybody is in reach."""
        reached = team["team_id"] in self._within or self._sees_everybody
        return reached and bool(asked_for(self._known, self._within, **team))

    def _answer(self, method: str, request: Any) -> dict[str, Any] | None:
        try:
            answer = plain(self._asker.ask(method, request))
        except NotFoundError:
            return None
        freshness = answer.pop("freshness")
        assert freshness["as_of"] == written(self._at)
        if "known_at" not in self._dated:
            latest = self._known.latest_time()
            assert freshness.get("fresh_as_of") == (latest and written(datetime.fromisoformat(latest)))
        return answer


def _figures(states: Iterable[str]) -> dict[str, int]:
    """How many are in each state, and in any."""
    counted = Counter(each.removeprefix("READINESS_STATE_").lower() for each in states)
    named = ("ready", "ready_until", "nearly", "not_yet", "blocked")
    return {"people_count": counted.total(), **{name: counted[name] for name in named}}


def _filters() -> Iterable[Plain]:
    for department_id in DEPARTMENTS:
        yield {"department_id": department_id}
    for team_id in PEOPLE:
        yield {"team_id": team_id}
        yield {"team_id": team_id, "include_sub_teams": True}
    yield {"role_id": ROLES[0]}
    yield {"person_ids": PEOPLE[:1]}
    yield {"person_ids": [*PEOPLE[:2], "nobody"], "department_id": DEPARTMENTS[0]}
    yield {"team_id": PEOPLE[0], "include_sub_teams": True, "role_id": ROLES[1]}
